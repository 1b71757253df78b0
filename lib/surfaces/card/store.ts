/**
 * Reads and writes the records of the card service. Every write is a single conditional write: it only succeeds if the
 * record is still in the state that was read.
 */
import { AwsError } from '#lib/http/aws/client.ts';
import type { Condition, DynamoTable, Item } from '#lib/http/aws/dynamodb.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { CardAccount, StoredCard } from './records.ts';
import { keys } from './table.ts';

/** A query for cards. */
export interface PageQuery {
  /** Only the cards of this account. */
  readonly accountId: string | undefined;
  /** The card before the first one of the page. */
  readonly after?: CardPosition | undefined;
  /** Backwards: newest first. */
  readonly backwards?: boolean;
  readonly limit: number;
}

/** The position of a card in the order of submission. */
export interface CardPosition {
  readonly accountId: string;
  readonly id: string;
}

/** The operations on records. */
export interface CardStore {
  account(accountId: string): Promise<CardAccount | undefined>;
  accounts(accountIds: readonly string[]): Promise<CardAccount[]>;
  /**
   * Replaces version `version` of an account, 0 if there was none. Returns `false` if it was changed in the meantime.
   */
  writeAccount(account: CardAccount, version: number): Promise<boolean>;
  card(accountId: string, id: string): Promise<StoredCard | undefined>;
  /** The account of a card with this ID, in any account. */
  accountOfCard(id: string): Promise<string | undefined>;
  /** Stores a new card; does nothing if it exists. */
  createCard(card: StoredCard): Promise<void>;
  /** Replaces the previous version of a card. Returns `false` if it was changed in the meantime. */
  writeCard(card: StoredCard): Promise<boolean>;
  deleteCard(accountId: string, id: string): Promise<void>;
  page(query: PageQuery): Promise<{ cards: StoredCard[]; more: boolean }>;
  accountOfCustomer(stripeCustomerId: string): Promise<string | undefined>;
  keepCustomer(stripeCustomerId: string, accountId: string): Promise<void>;
  forgetCustomer(stripeCustomerId: string): Promise<void>;
  /** Stores an attempt for a limited time, unless there is one. Returns the first attempt. */
  claimAttempt(accountId: string, digest: string, id: string): Promise<{ id: string; isNew: boolean }>;
  /** Deletes an attempt, unless it was replaced. */
  forgetAttempt(accountId: string, digest: string, id: string): Promise<void>;
  /** Records that a card was deleted at Stripe, for longer than adding a card can take. */
  noteDeletion(stripeCardId: string): Promise<void>;
  isDeleted(stripeCardId: string): Promise<boolean>;
  hasEvent(id: string): Promise<boolean>;
  keepEvent(id: string): Promise<void>;
}

const DAY = 24 * 60 * 60;
/** Longer than Stripe keeps idempotency keys. */
const ATTEMPT_TTL = 7 * DAY;
const DELETION_TTL = DAY;
/** Longer than Stripe keeps events and resends them. */
const EVENT_TTL = 60 * DAY;

/** The type of a record, in the attribute `_type`. */
type Type = 'Account' | 'Card' | 'Customer' | 'Attempt' | 'Deletion' | 'Event';

/** Creates a store in a table. It throws {@link HttpError} 503 if the table is unreachable or overloaded. */
export function storeIn(table: DynamoTable): CardStore {
  const read = async <T>(key: Item): Promise<T | undefined> => {
    const item = await whenReachable(() => table.get(key));
    return item && recordOf<T>(item);
  };
  const put = (type: Type, item: Item, condition?: Condition): Promise<boolean> =>
    whenReachable(() => table.put({ ...item, _type: type }, condition));
  const remove = (key: Item, condition?: Condition): Promise<boolean> =>
    whenReachable(() => table.delete(key, condition));
  const ofVersion = (version: number): Condition => (version === 0 ? 'absent' : { version });

  return {
    account: (accountId) => read<CardAccount>(keys.account(accountId)),

    async accounts(accountIds) {
      const items = await whenReachable(() => table.getAll(accountIds.map(keys.account)));
      return items.map((item) => recordOf<CardAccount>(item));
    },

    writeAccount: (account, version) =>
      put('Account', { ...keys.account(account.accountId), ...account }, ofVersion(version)),

    card: (accountId, id) => read<StoredCard>(keys.card(accountId, id)),

    async accountOfCard(id) {
      const { gs1pk, gs1sk } = keys.cardOfAll(id);
      const { items } = await whenReachable(() =>
        table.page({
          index: 'gs1',
          partition: ['gs1pk', gs1pk],
          prefix: ['gs1sk', gs1sk],
          backwards: false,
          limit: 1,
        }),
      );
      const found = items.map((item) => recordOf<StoredCard>(item)).find((card) => card.id === id);
      return found?.accountId;
    },

    async createCard(card) {
      await put('Card', { ...keysOf(card), ...card }, 'absent');
    },

    writeCard: (card) => put('Card', { ...keysOf(card), ...card }, ofVersion(card.version - 1)),

    async deleteCard(accountId, id) {
      await remove(keys.card(accountId, id));
    },

    async page({ accountId, after, backwards = false, limit }) {
      const { pk, sk } = keys.cards(accountId ?? '');
      const { gs1pk, gs1sk } = keys.allCards;
      const { items, hasMore } = await whenReachable(() =>
        table.page({
          ...(accountId === undefined
            ? { index: 'gs1', partition: ['gs1pk', gs1pk], prefix: ['gs1sk', gs1sk] }
            : { partition: ['pk', pk], prefix: ['sk', sk] }),
          after: after && (accountId === undefined ? keysOf(after) : keys.card(after.accountId, after.id)),
          backwards,
          limit,
        }),
      );
      return { cards: items.map((item) => recordOf<StoredCard>(item)), more: hasMore };
    },

    async accountOfCustomer(stripeCustomerId) {
      return (await read<{ accountId: string }>(keys.customer(stripeCustomerId)))?.accountId;
    },

    async keepCustomer(stripeCustomerId, accountId) {
      await put('Customer', { ...keys.customer(stripeCustomerId), stripeCustomerId, accountId });
    },

    async forgetCustomer(stripeCustomerId) {
      await remove(keys.customer(stripeCustomerId));
    },

    async claimAttempt(accountId, digest, id) {
      const key = keys.attempt(accountId, digest);
      for (;;) {
        if (await put('Attempt', { ...key, id, expires: inSeconds(ATTEMPT_TTL) }, 'absent')) {
          return { id, isNew: true };
        }
        const first = await read<{ id: string }>(key);
        if (first !== undefined) {
          return { id: first.id, isNew: false };
        }
      }
    },

    async forgetAttempt(accountId, digest, id) {
      await remove(keys.attempt(accountId, digest), { id });
    },

    async noteDeletion(stripeCardId) {
      const key = keys.deletion(stripeCardId);
      await put('Deletion', { ...key, stripeCardId, expires: inSeconds(DELETION_TTL) });
    },

    isDeleted: async (stripeCardId) => (await read(keys.deletion(stripeCardId))) !== undefined,

    hasEvent: async (id) => (await read(keys.event(id))) !== undefined,

    async keepEvent(id) {
      await put('Event', { ...keys.event(id), id, expires: inSeconds(EVENT_TTL) }, 'absent');
    },
  };
}

/** Removes the attributes that only the table needs. */
function recordOf<T>({ pk, sk, gs1pk, gs1sk, _type, ...record }: Item): T {
  return record as T;
}

function keysOf({ accountId, id }: CardPosition): Item {
  return { ...keys.card(accountId, id), ...keys.cardOfAll(id) };
}

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** Converts transient errors, which the DynamoDB client has already retried, to a 503. */
async function whenReachable<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof AwsError && error.isTransient) {
      throw new HttpError(
        'store_unavailable',
        'The card table is temporarily unavailable. It is safe to retry.',
        { 'Retry-After': '1' },
        error,
      );
    }
    throw error;
  }
}
