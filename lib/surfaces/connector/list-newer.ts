/**
 * Walks a list of Stripe's from the oldest new object to the newest. Lists are newest first; `ending_before` gives
 * the page that follows an object, so the walk costs what is new, however much there was before.
 */
import type { TimeRange } from '#lib/operations/shared.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';

/** An object of a list, with when it was made, in Unix seconds. */
export interface ListedObject {
  readonly id: string;
  readonly made: number;
  readonly object: Readonly<Record<string, unknown>>;
}

/** What a list is asked for. */
export interface ListQuery {
  readonly limit: number;
  readonly ending_before?: string;
  readonly starting_after?: string;
  readonly created?: TimeRange;
}

/** A page of a list, newest first, and what Stripe's clock said then, in Unix seconds. */
export interface ListPage {
  readonly objects: readonly ListedObject[];
  readonly hasMore: boolean;
  readonly now: number;
}

/** Asks for a page. */
export type List = (query: ListQuery) => Promise<ListPage>;

/** Where the new objects begin, see `TriggerState`. */
export interface ListPosition {
  readonly after: number;
  readonly seen?: readonly string[];
  readonly cursor?: string | undefined;
}

/** The largest page that Stripe gives. */
export const PAGE = 100;

/** Gives the new objects in pages, oldest first. There is at least one page, which may be empty. */
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
    // Should the newest be deleted meanwhile, its second is listed again, without what was given of it.
    const given = page.objects.filter(({ made }) => made === newest.made).map(({ id }) => id);
    seen = new Set([...(after === newest.made - 1 ? seen : []), ...given]);
    after = newest.made - 1;
    cursor = newest.id;
  }
}

/** The page that follows an object; when that is gone (customers and invoice items can be deleted), the oldest page. */
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

/** A list names no other object than the one it begins at. */
function isMissing({ error }: StripeApiError): boolean {
  return error.param === 'ending_before' || error.code === 'resource_missing';
}

/** The oldest page after a moment, found by halving the time until what was made in it fits on one page. */
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

/** More than a page of objects, all made in one second. */
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
