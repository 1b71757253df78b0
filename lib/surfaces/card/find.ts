/** Finds cards, page by page. */
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { problem } from './account.ts';
import type { TokenIdentity } from './identity.ts';
import {
  type CardAccount,
  type CardView,
  type Current,
  hiddenViewOf,
  type StoredCard,
  viewOf,
} from './records.ts';
import type { Session } from './session.ts';
import type { CardPosition } from './store.ts';
import { parseWhere, type Where, WhereError } from './where.ts';

/** The options of a query. */
export interface FindQuery {
  /** Only cards whose name, number, ID or account contains this text, ignoring case. */
  readonly filter?: string | undefined;
  readonly hidden?: boolean | undefined;
  readonly index?: 'primary' | 'gs1' | undefined;
  readonly limit: number;
  readonly next?: string | undefined;
  readonly prev?: string | undefined;
  readonly where?: string | undefined;
}

/** A page of cards, in order of submission, with the cursors of its neighbours, if any. */
export interface CardPage {
  readonly data: readonly CardView[];
  readonly next?: string;
  readonly prev?: string;
}

/** The indexes: the cards of one account, or of all accounts. */
export const INDEXES = ['primary', 'gs1'] as const;

/**
 * The maximum number of cards to read for a page, which limits its cost. If few of them match, the page has fewer
 * cards than its limit, or none, and a cursor to continue.
 */
const MOST_READ = 1_000;

/** How many cards to read at once if not all of them match. */
const CHUNK = 100;

/** A suffix that sorts after all IDs with the same prefix, so that a position right after a card can be named. */
const BEHIND = '~';

/**
 * A page of cards that the caller may read.
 * @throws {ArgumentError} if `where` is invalid, or the cursor belongs to another query
 */
export async function findCards(
  session: Session,
  identity: TokenIdentity,
  query: FindQuery,
): Promise<CardPage> {
  const where = query.where === undefined ? undefined : readWhere(query.where);
  const scope = scopeOf(identity, query);
  const boundTo = (direction: string) =>
    JSON.stringify([direction, identity.account, identity.role, scope ?? null, query.where, query.filter]);
  const backwards = query.prev !== undefined;
  const from = openCursor(session, query, boundTo);
  const { found, last, more } = await read(session, {
    scope,
    after: from,
    backwards,
    limit: query.limit,
    wanted: wantedBy(where, query.filter),
  });
  const data = found.map(({ card, current }) => (query.hidden ? hiddenViewOf : viewOf)(card, current));
  const seal = (direction: string, position: CardPosition | undefined) =>
    session.cursors.seal(position === undefined ? [] : [position.accountId, position.id], boundTo(direction));
  if (backwards) {
    // If nothing precedes the cursor, the next page starts at the beginning of the list.
    const nearest = found.at(0)?.card ?? (last === from ? undefined : last);
    return {
      data: data.reverse(),
      next: seal('next', nearest),
      ...(more && { prev: seal('prev', last) }),
    };
  }
  const behind = from && { accountId: from.accountId, id: `${from.id}${BEHIND}` };
  return {
    data,
    ...(more && { next: seal('next', last) }),
    ...(behind && { prev: seal('prev', behind) }),
  };
}

interface Reading {
  readonly scope: string | undefined;
  readonly after: CardPosition | undefined;
  readonly backwards: boolean;
  readonly limit: number;
  readonly wanted: ((card: CardView) => boolean) | undefined;
}

interface Found {
  readonly card: StoredCard;
  readonly current: Current | undefined;
}

/**
 * Reads until the page is full and one more card matches, the list ends, or the read limit is reached. `more` tells
 * whether the list continues after `last`, the last card that was read.
 */
async function read(
  { store }: Session,
  { scope, after, backwards, limit, wanted }: Reading,
): Promise<{ found: Found[]; last: CardPosition | undefined; more: boolean }> {
  const found: Found[] = [];
  const accounts = new Map<string, CardAccount>();
  let last = after;
  for (let left = Math.max(MOST_READ, limit + 1); ; ) {
    const size = wanted === undefined ? limit + 1 - found.length : Math.min(left, Math.max(CHUNK, limit + 1));
    const page = await store.page({ accountId: scope, after: last, backwards, limit: size });
    const ids = new Set(page.cards.map(({ accountId }) => accountId));
    const missing = [...ids].filter((id) => !accounts.has(id));
    for (const account of await store.accounts(missing)) {
      accounts.set(account.accountId, account);
    }
    for (const card of page.cards) {
      const current = accounts.get(card.accountId)?.current;
      if (wanted === undefined || wanted(viewOf(card, current))) {
        if (found.length === limit) {
          return { found, last, more: true };
        }
        found.push({ card, current });
      }
      last = card;
    }
    left -= page.cards.length;
    if (!page.more || left <= 0) {
      return { found, last, more: page.more };
    }
  }
}

/**
 * The account whose cards are read; `undefined` for all accounts. For a caller with one account, both indexes are the
 * same.
 */
function scopeOf({ account, allAccounts }: TokenIdentity, { index }: FindQuery): string | undefined {
  return allAccounts && index !== 'primary' ? undefined : account;
}

function readWhere(text: string): Where {
  try {
    return parseWhere(text);
  } catch (error) {
    throw error instanceof WhereError ? new ArgumentError([problem('where', error.message)]) : error;
  }
}

function wantedBy(where: Where | undefined, filter: string | undefined): Reading['wanted'] {
  if (where === undefined && filter === undefined) {
    return undefined;
  }
  const part = filter?.toLowerCase() ?? '';
  const matches = ({ name, number, id, accountId }: CardView) =>
    [name, number, id, accountId].some((text) => text.toLowerCase().includes(part));
  return (card) => matches(card) && (where?.test(card) ?? true);
}

function openCursor(
  { cursors }: Session,
  { next, prev }: FindQuery,
  boundTo: (direction: string) => string,
): CardPosition | undefined {
  const [name, cursor] = next === undefined ? (['prev', prev] as const) : (['next', next] as const);
  if (cursor === undefined) {
    return undefined;
  }
  const position = cursors.open(cursor, boundTo(name)) as string[] | undefined;
  if (position === undefined) {
    throw new ArgumentError([
      problem(name, 'must be a cursor that a page of the same query returned as next or prev'),
    ]);
  }
  const [accountId, id] = position;
  return accountId === undefined || id === undefined ? undefined : { accountId, id };
}

/** A query for the log, without the values that it searches for. */
export function redactedQuery({ filter, where, next, prev, ...rest }: FindQuery): Record<string, unknown> {
  return {
    ...rest,
    ...(filter !== undefined && { filter: '…' }),
    ...(where !== undefined && { where: parseWhere(where).redacted }),
    ...((next ?? prev) !== undefined && { cursor: next === undefined ? 'prev' : 'next' }),
  };
}
