/**
 * Reads the new objects of a Stripe list, oldest first. Lists are newest first; `ending_before` returns the page after
 * an object, so the cost depends only on the number of new objects.
 */
import type { TimeRange } from '#lib/operations/shared.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';

/** An object in a list and its creation time, in Unix seconds. */
export interface ListedObject {
  readonly id: string;
  readonly made: number;
  readonly object: Readonly<Record<string, unknown>>;
}

/** The query for a page. */
export interface ListQuery {
  readonly limit: number;
  readonly ending_before?: string;
  readonly starting_after?: string;
  readonly created?: TimeRange;
}

/** A page of a list, newest first, and Stripe's time at that moment, in Unix seconds. */
export interface ListPage {
  readonly objects: readonly ListedObject[];
  readonly hasMore: boolean;
  readonly now: number;
}

/** Requests a page. */
export type List = (query: ListQuery) => Promise<ListPage>;

/** Where the new objects start; see `TriggerState`. */
export interface ListPosition {
  readonly after: number;
  readonly seen?: readonly string[];
  readonly cursor?: string | undefined;
}

/** Stripe's maximum page size. */
export const PAGE = 100;

/** Returns the new objects in pages, oldest first. There is at least one page, which may be empty. */
export async function* listNewerThan(list: List, position: ListPosition): AsyncGenerator<ListPage> {
  let { after, cursor } = position;
  let seen = new Set(position.seen);
  for (;;) {
    const page = await pageAfter(list, after, cursor);
    const behind = seen;
    yield { ...page, objects: page.objects.filter(({ id }) => !behind.has(id)).toReversed() };
    const [newest] = page.objects;
    if (!page.hasMore || newest === undefined) {
      return;
    }
    // If the newest object is deleted in the meantime, the second newest is listed again, without those already
    // returned.
    const given = page.objects.filter(({ made }) => made === newest.made).map(({ id }) => id);
    seen = new Set([...(after === newest.made - 1 ? seen : []), ...given]);
    after = newest.made - 1;
    cursor = newest.id;
  }
}

/**
 * The page after an object. If the object was deleted, which is possible for customers and invoice items, the oldest
 * page.
 */
async function pageAfter(list: List, after: number, cursor: string | undefined): Promise<ListPage> {
  if (cursor !== undefined) {
    try {
      return await list({ limit: PAGE, ending_before: cursor, created: { gt: after } });
    } catch (error) {
      if (!(error instanceof StripeApiError && isMissing(error))) {
        throw error;
      }
    }
  }
  return oldestPage(list, after);
}

/** Whether the cursor object does not exist. Bridges also read other objects, which errors then name. */
function isMissing({ error }: StripeApiError): boolean {
  return error.param === 'ending_before' || (error.param === undefined && error.code === 'resource_missing');
}

/** The oldest page after a time, found by bisecting the time until the objects fit on one page. */
async function oldestPage(list: List, after: number): Promise<ListPage> {
  const newest = await list({ limit: PAGE, created: { gt: after } });
  if (!newest.hasMore) {
    return newest;
  }
  let low = after;
  let high = newest.objects[0]!.made;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const page = await list({ limit: PAGE, created: { gt: after, lte: middle } });
    if (page.objects.length === 0) {
      low = middle;
    } else if (page.hasMore) {
      high = middle;
    } else {
      return { ...page, now: newest.now, hasMore: true };
    }
  }
  return { objects: await wholeSecond(list, high), now: newest.now, hasMore: true };
}

/** All objects of one second, if they do not fit on one page. */
async function wholeSecond(list: List, second: number): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  for (;;) {
    const cursor = objects.at(-1)?.id;
    const page = await list({
      limit: PAGE,
      created: { gte: second, lte: second },
      ...(cursor !== undefined && { starting_after: cursor }),
    });
    objects.push(...page.objects);
    if (!page.hasMore) {
      return objects;
    }
  }
}
