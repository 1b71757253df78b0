/** Counts and lists the objects of an account by kind. */
import type { Account } from '#sandbox/engine/account.ts';
import type { Resource, Stored } from '#sandbox/engine/resource.ts';
import type { ServedApi } from '#sandbox/server/load.ts';

/** Caches the kinds of objects that the API returns; the others are internal. */
const shown = new WeakMap<ServedApi, readonly Resource[]>();

/** Returns the kinds of objects that the API returns. */
export function shownKinds(registry: ServedApi): readonly Resource[] {
  const known = shown.get(registry);
  if (known !== undefined) {
    return known;
  }
  const returned = new Set(registry.operations.map(({ returns }) => returns));
  const kinds = [...registry.resources.values()].filter(
    ({ object }) => returned.has(object) && object !== 'event',
  );
  shown.set(registry, kinds);
  return kinds;
}

/** Counts the objects of each kind, without kinds that have no objects. */
export function kindsOf(registry: ServedApi, account: Account): { type: string; count: number }[] {
  return shownKinds(registry)
    .map((resource) => ({ type: resource.object, count: countOf(resource, account) }))
    .filter(({ count }) => count > 0);
}

/** Yields the objects of a kind, newest first. Some kinds share a collection. */
export function* newestOf({ store }: Account, resource: Resource): Generator<Stored> {
  for (const object of store.rows(resource).newestFirst()) {
    if (object.object === resource.object) {
      yield object;
    }
  }
}

function countOf(resource: Resource, account: Account): number {
  const { size } = account.store.rows(resource);
  if (size === 0 || resource.collection === resource.object) {
    return size;
  }
  let count = 0;
  for (const _ of newestOf(account, resource)) {
    count += 1;
  }
  return count;
}
