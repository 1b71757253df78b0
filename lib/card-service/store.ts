/**
 * Reads and writes the records of the card service. Every write is one conditional write: it is made on the state
 * that it was thought out for, or not at all.
 */
import type { AnyModel, Table } from 'dynamodb-onetable';
import { HttpError } from '#lib/errors.ts';
import { keys } from './keys.ts';
import type { Account, Card } from './records.ts';

/** Which cards are read, and from where on. */
export interface PageQuery {
  /** Only the cards of this account. */
  readonly accountId: string | undefined;
  /** The card that the page begins after. */
  readonly after?: Position | undefined;
  /** Backwards: newest first. */
  readonly backwards?: boolean;
  readonly limit: number;
}

/** Where a card is in the order of submission. */
export interface Position {
  readonly accountId: string;
  readonly id: string;
}

/** The records, by what the card service does with them. */
export interface Store {
  account(accountId: string): Promise<Account | undefined>;
  accounts(accountIds: readonly string[]): Promise<Account[]>;
  /** Writes an account in place of its state of that version, 0 for none; `false` when there is another by now. */
  writeAccount(account: Account, version: number): Promise<boolean>;
  /** Deletes an account if it still has the version; `false` when there is another by now. */
  deleteAccount(account: Account): Promise<boolean>;
  card(accountId: string, id: string): Promise<Card | undefined>;
  /** The account of a card, whosever it is. */
  accountOfCard(id: string): Promise<string | undefined>;
  /** Keeps a new card; nothing happens when it is there. */
  createCard(card: Card): Promise<void>;
  /** Writes a card in place of its state of the version before; `false` when there is another by now. */
  writeCard(card: Card): Promise<boolean>;
  deleteCard(accountId: string, id: string): Promise<void>;
  page(query: PageQuery): Promise<{ cards: Card[]; more: boolean }>;
  accountOfCustomer(stripeCustomerId: string): Promise<string | undefined>;
  keepCustomer(stripeCustomerId: string, accountId: string): Promise<void>;
  forgetCustomer(stripeCustomerId: string): Promise<void>;
  /** Keeps an attempt for a time, and gives the one that was there first. */
  claimAttempt(accountId: string, digest: string, id: string): Promise<{ id: string; isNew: boolean }>;
  /** Forgets an attempt, unless there is another one by now. */
  forgetAttempt(accountId: string, digest: string, id: string): Promise<void>;
  /** Notes that a card was deleted at Stripe, for longer than a call takes that adds one. */
  noteDeletion(stripeCardId: string): Promise<void>;
  isDeleted(stripeCardId: string): Promise<boolean>;
  hasEvent(id: string): Promise<boolean>;
  keepEvent(id: string): Promise<void>;
}

const DAY = 24 * 60 * 60;
/** Longer than Stripe keeps an idempotency key. */
const ATTEMPT_TTL = 7 * DAY;
const DELETION_TTL = DAY;
/** Longer than Stripe keeps events and sends them again. */
const EVENT_TTL = 60 * DAY;

/** DynamoDB reads at most this many records by their keys at once. */
const BATCH = 100;

type Row = Record<string, unknown>;

/** The records in a table. It throws {@link HttpError} 503 when the table cannot be reached or is overloaded. */
export function storeIn(table: Table): Store {
  const model = (name: string): AnyModel => table.getModel(name as never) as AnyModel;
  const [accounts, cards, customers, attempts, deletions, events] = [
    model('Account'),
    model('Card'),
    model('Customer'),
    model('Attempt'),
    model('Deletion'),
    model('Event'),
  ];

  const read = (of: AnyModel, key: Row): Promise<Row | undefined> =>
    whenReachable(() => of.get(key, { hidden: true, consistent: true, log: false }));
  const put = (of: AnyModel, row: Row, condition: object): Promise<boolean> =>
    ifMet(() => of.create(present(row), { ...condition, log: false }));
  const ofVersion = (version: number) =>
    version === 0 ? { exists: false } : { exists: null, where: `\${version} = {${version}}` };
  const remove = (of: AnyModel, key: Row, condition: object = {}): Promise<boolean> =>
    ifMet(() => of.remove(key, { ...condition, log: false }));

  return {
    account: async (accountId) => (await read(accounts, keys.account(accountId))) as Account | undefined,

    async accounts(accountIds) {
      const found: Account[] = [];
      for (let start = 0; start < accountIds.length; start += BATCH) {
        const batch = {};
        for (const accountId of accountIds.slice(start, start + BATCH)) {
          await accounts.get(keys.account(accountId), { batch });
        }
        const rows = await whenReachable(() =>
          table.batchGet(batch, { parse: true, hidden: true, consistent: true }),
        );
        found.push(...(rows as Account[]));
      }
      return found;
    },

    writeAccount: (account, version) =>
      put(accounts, { ...keys.account(account.accountId), ...account }, ofVersion(version)),

    deleteAccount: ({ accountId, version }) =>
      remove(accounts, keys.account(accountId), { where: `\${version} = {${version}}` }),

    card: async (accountId, id) => (await read(cards, keys.card(accountId, id))) as Card | undefined,

    async accountOfCard(id) {
      const rows = await whenReachable(() =>
        cards.find(keys.cardOfAll(id), { index: 'gs1', limit: 1, hidden: true, log: false }),
      );
      return (rows as unknown as Card[])[0]?.accountId;
    },

    async createCard(card) {
      await put(cards, { ...keysOf(card), ...card }, { exists: false });
    },

    writeCard: (card) => put(cards, { ...keysOf(card), ...card }, ofVersion(card.version - 1)),

    async deleteCard(accountId, id) {
      await remove(cards, keys.card(accountId, id));
    },

    async page({ accountId, after, backwards = false, limit }) {
      const { pk, sk } = keys.cards(accountId ?? '');
      const { gs1pk, gs1sk } = keys.allCards;
      const found = await whenReachable(() =>
        cards.find(
          accountId === undefined ? { gs1pk, gs1sk: { begins: gs1sk } } : { pk, sk: { begins: sk } },
          {
            ...(accountId === undefined ? { index: 'gs1' } : { consistent: true }),
            ...(after !== undefined && { next: keysOf(after) }),
            reverse: backwards,
            limit,
            hidden: true,
            log: false,
          },
        ),
      );
      return { cards: [...(found as unknown as Card[])], more: found.next !== undefined };
    },

    async accountOfCustomer(stripeCustomerId) {
      return (await read(customers, keys.customer(stripeCustomerId)))?.['accountId'] as string | undefined;
    },

    async keepCustomer(stripeCustomerId, accountId) {
      const row = { ...keys.customer(stripeCustomerId), stripeCustomerId, accountId };
      await put(customers, row, { exists: null });
    },

    async forgetCustomer(stripeCustomerId) {
      await remove(customers, keys.customer(stripeCustomerId));
    },

    async claimAttempt(accountId, digest, id) {
      const key = keys.attempt(accountId, digest);
      for (;;) {
        if (await put(attempts, { ...key, id, expires: inSeconds(ATTEMPT_TTL) }, { exists: false })) {
          return { id, isNew: true };
        }
        const first = await read(attempts, key);
        if (first !== undefined) {
          return { id: first['id'] as string, isNew: false };
        }
      }
    },

    async forgetAttempt(accountId, digest, id) {
      await remove(attempts, keys.attempt(accountId, digest), { where: `\${id} = {"${id}"}` });
    },

    async noteDeletion(stripeCardId) {
      const row = { ...keys.deletion(stripeCardId), stripeCardId, expires: inSeconds(DELETION_TTL) };
      await put(deletions, row, { exists: null });
    },

    isDeleted: async (stripeCardId) => (await read(deletions, keys.deletion(stripeCardId))) !== undefined,

    hasEvent: async (id) => (await read(events, keys.event(id))) !== undefined,

    async keepEvent(id) {
      await put(events, { ...keys.event(id), id, expires: inSeconds(EVENT_TTL) }, { exists: false });
    },
  };
}

function keysOf({ accountId, id }: Position): Row {
  return { ...keys.card(accountId, id), ...keys.cardOfAll(id) };
}

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** DynamoDB knows no undefined. */
function present(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

/** Whether a conditional write was made. */
async function ifMet(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await whenReachable(write);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ConditionalCheckFailedException') {
      return false;
    }
    throw error;
  }
}

async function whenReachable<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (isPassing(error)) {
      throw new HttpError(
        503,
        'The cards cannot be reached at present; it is safe to repeat the call.',
        { 'Retry-After': '1' },
        error,
      );
    }
    throw error;
  }
}

/** Whether DynamoDB, after its client has tried several times, gave no answer, or one that asks to try again. */
function isPassing(error: unknown): boolean {
  const { err: behind } = (error as { context?: { err?: { $fault?: string } } }).context ?? {};
  const isAnswer = behind?.$fault !== undefined;
  return behind !== undefined && (!isAnswer || behind.$fault === 'server' || OVERLOADED.test(codeOf(error)));
}

const OVERLOADED = /Throttl|ThroughputExceeded|RequestLimitExceeded/;

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return code ?? name ?? '';
}
