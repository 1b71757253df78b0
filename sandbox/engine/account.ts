/** Everything that belongs to one account. */
import { createHash } from 'node:crypto';
import { Clock } from './clock.ts';
import { Faults } from './faults.ts';
import type { Feed } from './feed.ts';
import { IdempotencyKeys, type SavedKey } from './idempotency.ts';
import { ownerPart } from './ids.ts';
import { Journal } from './journal.ts';
import { POLICIES, type Policies } from './policies.ts';
import { Random } from './random.ts';
import type { Resource } from './resource.ts';
import { Ring } from './ring.ts';
import { Schedule, type Task } from './schedule.ts';
import { type SavedStore, Store } from './store.ts';
import { type Try, Webhooks } from './webhooks.ts';

/** What accounts get their time and their randomness from. */
export interface Environment {
  /** Real time, in Unix seconds. */
  readonly now: () => number;
  /** The same seed gives the same ids. */
  readonly seed: string;
  /** What new accounts accept. Default: everything. */
  readonly policies?: Policies | undefined;
}

/** What all accounts of a sandbox share. */
export interface SharedState extends Environment {
  /** Whose each key is, by a digest of what follows `sk_test_`. */
  readonly keys: Map<string, Account>;
  /** What happens on any of them. */
  readonly feed: Feed;
}

/** What is kept of an account in a snapshot, besides what its parts keep. */
export interface SavedAccount {
  readonly id: string;
  /** The id of the account that it is connected to. */
  readonly platform: string | null;
  readonly locale: Locale;
  readonly afterRetries: Account['billing']['afterRetries'];
  readonly policies?: Policies;
  readonly asLater?: boolean;
  readonly random: readonly number[];
  readonly store: SavedStore;
  readonly idempotencyKeys: readonly SavedKey[];
}

/** Something to be done on an account. */
export interface AccountTask extends Task {
  readonly account: Account;
}

/** What a country and its money are for an account. */
interface Locale {
  /** Two letters. */
  readonly country: string;
  readonly defaultCurrency: string;
  /** How many days funds stay pending. */
  readonly delayDays: number;
}

/** How many tries to deliver events an account remembers. */
const MOST_TRIES = 300;

/** What a key is known by: keys themselves are not kept. */
export function digestOf(key: string): string {
  return createHash('sha256').update(`key ${key}`).digest('base64url');
}

export class Account {
  readonly id: string;
  /** The account that this one is connected to. */
  readonly platform: Account | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly store: Store;
  readonly schedule: Schedule<AccountTask>;
  readonly idempotencyKeys = new IdempotencyKeys();
  readonly faults = new Faults();
  /** What becomes of a subscription when all attempts to collect its invoice have failed. */
  readonly billing: { afterRetries: 'canceled' | 'unpaid' | 'past_due' } = { afterRetries: 'canceled' };
  readonly webhooks: Webhooks;
  /** The last tries to deliver events. */
  readonly tries = new Ring<Try>(MOST_TRIES);
  readonly #home: SharedState;
  /** The accounts that are connected to this one, by that part of their ids that is in those of their objects. */
  readonly #connected = new Map<string, Account>();
  #policies: Policies;
  #asLater = false;
  #locale: Locale = { country: 'US', defaultCurrency: 'usd', delayDays: 2 };

  /**
   * A connected account shares the clock, the schedule and the journal of its platform, so that a change to both is one
   * change.
   */
  constructor(home: SharedState, id: string, platform?: Account) {
    this.id = id;
    this.platform = platform;
    this.clock = platform?.clock ?? new Clock(home.now);
    this.journal = platform?.journal ?? new Journal();
    this.schedule = platform?.schedule ?? new Schedule(this.journal);
    this.store = new Store(this.journal);
    this.random = new Random(`${home.seed} ${id}`);
    this.webhooks = new Webhooks(home.now, platform?.webhooks);
    this.#home = home;
    this.#policies = home.policies ?? POLICIES.existing;
  }

  /** What is accepted; a connected account has the policies of its platform. */
  get policies(): Policies {
    return this.platform?.policies ?? this.#policies;
  }

  /** Sets some of the policies, of the platform where there is one. */
  adopt(changes: Partial<Policies>): void {
    if (this.platform !== undefined) {
      this.platform.adopt(changes);
    } else {
      this.#policies = { ...this.#policies, ...changes };
    }
  }

  /** Whether events are kept as later versions show them, too: from the first use of such a version on. */
  get isAskedAsLater(): boolean {
    return this.platform?.isAskedAsLater ?? this.#asLater;
  }

  /** A later version was asked for. */
  askedAsLater(): void {
    if (this.platform !== undefined) {
      this.platform.askedAsLater();
    } else {
      this.#asLater = true;
    }
  }

  /** Where what happens is told. */
  get feed(): Feed {
    return this.#home.feed;
  }

  get country(): string {
    return this.#locale.country;
  }

  get defaultCurrency(): string {
    return this.#locale.defaultCurrency;
  }

  get delayDays(): number {
    return this.#locale.delayDays;
  }

  /** The Connect application that a platform is to its accounts. */
  get application(): string {
    return `ca_${this.random.fingerprint('application', 32)}`;
  }

  /** Puts the account into another country, or has it count in another currency, or wait longer for its money. */
  setLocale(locale: Partial<Locale>): void {
    const before = this.#locale;
    this.#locale = { ...before, ...locale };
    this.journal.note(() => {
      this.#locale = before;
    });
  }

  /** The accounts that are connected to this one. */
  get connected(): Account[] {
    return [...this.#connected.values()];
  }

  /** The connected account with an id, or the one whose object has it. */
  connectedOf(id: string): Account | undefined {
    return this.#connected.get(ownerPart(id));
  }

  /** Opens an account that is connected to this one, or puts an empty one in the place of one that was. */
  connect(id: string, before?: Account): Account {
    const opened = new Account(this.#home, id, this);
    if (before !== undefined) {
      opened.#locale = before.#locale;
    }
    this.#connected.set(ownerPart(id), opened);
    this.journal.note(() => this.#connected.delete(ownerPart(id)));
    return opened;
  }

  /** Closes a connected account; its keys open nothing any more. */
  disconnect(closed: Account): void {
    this.#connected.delete(ownerPart(closed.id));
    this.journal.note(() => this.#connected.set(ownerPart(closed.id), closed));
  }

  /** Makes a key that opens this account, and gives what follows `sk_test_` in it. */
  grantKey(): string {
    const key = this.random.text(24);
    const digest = digestOf(key);
    this.#home.keys.set(digest, this);
    this.journal.note(() => this.#home.keys.delete(digest));
    return key;
  }

  save(): SavedAccount {
    return {
      id: this.id,
      platform: this.platform?.id ?? null,
      locale: this.#locale,
      afterRetries: this.billing.afterRetries,
      ...(this.platform === undefined && { policies: this.#policies, asLater: this.#asLater }),
      random: this.random.save(),
      store: this.store.save(),
      idempotencyKeys: this.idempotencyKeys.save(),
    };
  }

  /** Makes this account, which is new, what it was when it was saved. */
  restore(saved: SavedAccount, resources: ReadonlyMap<string, Resource>): void {
    this.#locale = saved.locale;
    this.billing.afterRetries = saved.afterRetries;
    this.#policies = { ...POLICIES.existing, ...saved.policies };
    this.#asLater = saved.asLater ?? false;
    this.random.restore(saved.random);
    this.store.restore(saved.store, resources);
    this.idempotencyKeys.restore(saved.idempotencyKeys);
  }
}
