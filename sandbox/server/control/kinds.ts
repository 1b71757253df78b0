/** The kinds of objects that an account has. */
import type { Account } from '#sandbox/engine/account.ts';
import type { Resource, Stored } from '#sandbox/engine/resource.ts';
import type { ServedApi } from '#sandbox/server/load.ts';

/** Which kinds the API shows; the others are the sandbox's own. */
const shown = new WeakMap<ServedApi, readonly Resource[]>();

/** The kinds of objects that the API shows. */
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

/** How many objects of each kind an account has, without kinds of which it has none. */
export function kindsOf(registry: ServedApi, account: Account): { type: string; count: number }[] {
  return shownKinds(registry)
    .map((resource) => ({ type: resource.object, count: countOf(resource, account) }))
    .filter(({ count }) => count > 0);
}

/** The objects of a kind, newest first. Some kinds share a collection. */
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
