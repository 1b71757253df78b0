/** Lists: newest first, paged by the IDs of objects, with `has_more`. */
import type { TimeRange } from '#lib/operations/shared.ts';
import { invalidRequest } from './errors.ts';
import type { Keys, Resource, Stored } from './resource.ts';
import { Rows, type Span } from './rows.ts';
import type { Store } from './store.ts';
import type { OffsetPaging } from './versions.ts';

/** The parameters of every list. */
export interface ListParameters {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  /** The creation time. */
  readonly created?: number | TimeRange | undefined;
  /** Only objects with these IDs. */
  readonly ids?: readonly string[] | undefined;
  /** Can contain `total_count`. */
  readonly include?: readonly string[] | undefined;
  /** Set if the list is paged by numbers. */
  readonly offsetPaging?: OffsetPaging | undefined;
}

/** A page of stored objects; the reply renders them. */
export interface Page {
  readonly object: 'list';
  readonly url: string;
  readonly has_more: boolean;
  readonly total_count?: number;
  readonly data: readonly Stored[];
}

/** What a list needs to be read. */
interface ListContext {
  readonly account: { readonly store: Store };
  readonly request: { readonly offsetPaging?: OffsetPaging | undefined } | undefined;
  missing(noun: string, id: string, parameter: string): never;
}

/** The filters of a list, and where its objects are. */
interface Choice<T extends Stored> {
  readonly by?: Keys<T>;
  readonly where?: ((object: T) => boolean) | undefined;
  readonly url: string;
}

const DEFAULT_LIMIT = 10;

/** Returns a page of objects of a kind. With an index, the cost depends on the page, not on the list. */
export function page<T extends Stored>(
  call: ListContext,
  resource: Resource<T>,
  parameters: ListParameters,
  { by = {}, where, url }: Choice<T>,
): Page {
  const { store } = call.account;
  const { rows, fits } = choose(store, resource, by, where, parameters.ids);
  const made = spanOf(parameters.created, (moment) => rows.sequenceAt(moment));
  const { limit = DEFAULT_LIMIT, starting_after, ending_before, offsetPaging } = parameters;
  checkCursors(parameters);
  const position = (name: Cursor, id: string) =>
    store.row(resource, id)?.sequence ?? call.missing(resource.noun, id, name);

  let found: T[];
  if (ending_before !== undefined) {
    const from = position('ending_before', ending_before) + 1;
    found = take(rows.oldestFirst(meet(made, { from })), fits, limit + 1);
  } else {
    const to = starting_after === undefined ? Infinity : position('starting_after', starting_after);
    found = take(rows.newestFirst(meet(made, { to })), fits, limit + 1, offsetPaging?.offset);
  }
  const data = found.slice(0, limit);
  return {
    object: 'list',
    url,
    has_more: found.length > limit,
    ...(isCounted(parameters) && {
      total_count:
        fits === undefined && parameters.created === undefined
          ? rows.size
          : take(rows.newestFirst(made), fits, Infinity).length,
    }),
    data: ending_before === undefined ? data : data.reverse(),
  };
}

/** Returns a page of a list that is stored within an object, in the order of that list. */
export function pageOf<T extends Stored>(
  call: ListContext,
  { noun }: Resource<T>,
  items: readonly T[],
  parameters: ListParameters,
  url: string,
): Page {
  checkCursors(parameters);
  const { limit = DEFAULT_LIMIT, starting_after, ending_before } = parameters;
  const position = (name: Cursor, id: string) => {
    const index = items.findIndex((item) => item.id === id);
    return index < 0 ? call.missing(noun, id, name) : index;
  };
  const after = starting_after === undefined ? -1 : position('starting_after', starting_after);
  const before = ending_before === undefined ? items.length : position('ending_before', ending_before);
  const { offsetPaging } = call.request ?? {};
  const left = items.slice(after + 1 + (offsetPaging?.offset ?? 0), before);
  const data =
    ending_before === undefined ? left.slice(0, limit) : left.slice(Math.max(0, left.length - limit));
  return {
    object: 'list',
    url,
    has_more: left.length > limit,
    ...(isCounted({ include: parameters.include, offsetPaging }) && { total_count: items.length }),
    data,
  };
}

type Cursor = 'starting_after' | 'ending_before';

function checkCursors({ starting_after, ending_before }: ListParameters): void {
  if (starting_after !== undefined && ending_before !== undefined) {
    throw invalidRequest(
      'Received both starting_after and ending_before parameters. Please pass in only one.',
      { param: 'starting_after' },
    );
  }
}

/** Returns the newest objects with these keys, newest first. */
export function newest<T extends Stored>(
  store: Store,
  resource: Resource<T>,
  by: Keys<T>,
  limit = Infinity,
): T[] {
  const { rows, fits } = choose(store, resource, by, undefined);
  return take(rows.newestFirst(), fits, limit);
}

/** Whether a time equals the requested one, or is within the requested range. */
export function isWithin(moment: number, asked: number | TimeRange | undefined): boolean {
  const { from = -Infinity, to = Infinity } = spanOf(asked, (bound) => bound);
  return moment >= from && moment < to;
}

/**
 * Chooses the objects with the requested IDs, or else the shortest indexed list. The other keys and `where` are
 * checked object by object.
 */
function choose<T extends Stored>(
  store: Store,
  resource: Resource<T>,
  by: Keys<T>,
  where: ((object: T) => boolean) | undefined,
  ids?: readonly string[],
) {
  const keys = Object.entries(by).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const sorted = keys
    .map(([index, key]) => ({ index, key, rows: store.rows(resource, index, key) }))
    .sort((a, b) => a.rows.size - b.rows.size);
  const named = ids && rowsOf(store, resource, ids);
  const [shortest] = sorted;
  const others = named === undefined ? sorted.slice(1) : sorted;
  const rows = named ?? shortest?.rows ?? store.rows(resource);
  const fits =
    others.length === 0 && where === undefined
      ? undefined
      : (object: T) =>
          others.every(({ index, key }) => resource.indexes[index]!(object) === key) &&
          (where?.(object) ?? true);
  return { rows, fits };
}

function rowsOf<T extends Stored>(store: Store, resource: Resource<T>, ids: readonly string[]): Rows<T> {
  const rows = new Rows<T>();
  for (const id of new Set(ids)) {
    const row = store.row(resource, id);
    if (row !== undefined) {
      rows.add(row);
    }
  }
  return rows;
}

function isCounted({ include, offsetPaging }: ListParameters): boolean {
  return offsetPaging?.counted === true || include?.includes('total_count') === true;
}

/** Returns the first matching objects after skipping some. */
function take<T>(
  objects: Iterable<T>,
  fits: ((object: T) => boolean) | undefined,
  limit: number,
  offset = 0,
): T[] {
  const taken: T[] = [];
  let left = offset;
  for (const object of objects) {
    if (taken.length >= limit) {
      break;
    }
    if (fits !== undefined && !fits(object)) {
      continue;
    }
    if (left > 0) {
      left -= 1;
    } else {
      taken.push(object);
    }
  }
  return taken;
}

function spanOf(asked: number | TimeRange | undefined, place: (moment: number) => number): Span {
  if (asked === undefined) {
    return {};
  }
  const { eq, gt, gte, lt, lte } = typeof asked === 'number' ? ({ eq: asked } as TimeRange) : asked;
  const from = Math.max(gt === undefined ? -Infinity : gt + 1, gte ?? -Infinity, eq ?? -Infinity);
  const to = Math.min(after(lte), after(eq), lt ?? Infinity);
  return { from: from === -Infinity ? 0 : place(from), to: to === Infinity ? Infinity : place(to) };
}

function after(moment: number | undefined): number {
  return moment === undefined ? Infinity : moment + 1;
}

function meet(a: Span, b: Span): Span {
  return { from: Math.max(a.from ?? 0, b.from ?? 0), to: Math.min(a.to ?? Infinity, b.to ?? Infinity) };
}
