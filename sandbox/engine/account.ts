/** Everything that belongs to one account. */
import { createHash } from 'node:crypto';
import { ChosenIds } from './chosen-ids.ts';
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

/** The sources of time and random values. */
export interface Environment {
  /** Real time, in Unix seconds. */
  readonly now: () => number;
  /** The same seed produces the same IDs. */
  readonly seed: string;
  /** What new accounts accept. Default: everything. */
  readonly policies?: Policies | undefined;
}

/** What all accounts of a sandbox share. */
export interface SharedState extends Environment {
  /** The account of each key, by a digest of the part after `sk_test_`. */
  readonly keys: Map<string, Account>;
  /** Publishes what happens in any account. */
  readonly feed: Feed;
}

/** The fields of an account in a snapshot, besides those of its parts. */
export interface SavedAccount {
  readonly id: string;
  /** The ID of its platform. */
  readonly platform: string | null;
  readonly locale: Locale;
  readonly afterRetries: Account['billing']['afterRetries'];
  readonly policies?: Policies;
  readonly asLater?: boolean;
  readonly random: readonly number[];
  readonly store: SavedStore;
  readonly idempotencyKeys: readonly SavedKey[];
}

/** A scheduled task of an account. */
export interface AccountTask extends Task {
  readonly account: Account;
}

/** The country and currency settings of an account. */
interface Locale {
  /** The country as a two-letter code. */
  readonly country: string;
  readonly defaultCurrency: string;
  /** How many days funds stay pending. */
  readonly delayDays: number;
}

/** How many delivery attempts an account remembers. */
const MOST_TRIES = 300;

/** Returns the digest that identifies a key; keys themselves are not stored. */
export function digestOf(key: string): string {
  return createHash('sha256').update(`key ${key}`).digest('base64url');
}

export class Account {
  readonly id: string;
  /** The platform of this account. */
  readonly platform: Account | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly store: Store;
  readonly schedule: Schedule<AccountTask>;
  readonly idempotencyKeys = new IdempotencyKeys();
  readonly faults = new Faults();
  /** The status of a subscription after all attempts to collect its invoice have failed. */
  readonly billing: { afterRetries: 'canceled' | 'unpaid' | 'past_due' } = { afterRetries: 'canceled' };
  readonly webhooks: Webhooks;
  /** The IDs of the next objects, where they are not to be random. */
  readonly chosenIds: ChosenIds;
  /** The latest delivery attempts. */
  readonly tries = new Ring<Try>(MOST_TRIES);
  readonly #home: SharedState;
  /** The connected accounts, by the part of their IDs that the IDs of their objects contain. */
  readonly #connected = new Map<string, Account>();
  #policies: Policies;
  #asLater = false;
  #locale: Locale = { country: 'US', defaultCurrency: 'usd', delayDays: 2 };

  /**
   * A connected account shares the clock, the schedule and the journal of its platform, so a change to both is
   * atomic.
   */
  constructor(home: SharedState, id: string, platform?: Account) {
    this.id = id;
    this.platform = platform;
    this.clock = platform?.clock ?? new Clock(home.now);
    this.journal = platform?.journal ?? new Journal();
    this.schedule = platform?.schedule ?? new Schedule(this.journal);
    this.chosenIds = platform?.chosenIds ?? new ChosenIds();
    this.store = new Store(this.journal);
    this.random = new Random(`${home.seed} ${id}`);
    this.webhooks = new Webhooks(home.now, platform?.webhooks);
    this.#home = home;
    this.#policies = home.policies ?? POLICIES.existing;
  }

  /** The policies; a connected account has those of its platform. */
  get policies(): Policies {
    return this.platform?.policies ?? this.#policies;
  }

  /** Changes policies; for a connected account, those of its platform. */
  adopt(changes: Partial<Policies>): void {
    if (this.platform !== undefined) {
      this.platform.adopt(changes);
    } else {
      this.#policies = { ...this.#policies, ...changes };
    }
  }

  /**
   * Checks whether events also store the current form of objects, which starts with the first call at a later
   * version.
   */
  get isAskedAsLater(): boolean {
    return this.platform?.isAskedAsLater ?? this.#asLater;
  }

  /** Records a call at a later version. */
  askedAsLater(): void {
    if (this.platform !== undefined) {
      this.platform.askedAsLater();
    } else {
      this.#asLater = true;
    }
  }

  /** The feed that publishes what happens. */
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

  /** The ID of the platform's Connect application. */
  get application(): string {
    return `ca_${this.random.fingerprint('application', 32)}`;
  }

  /** Changes the account's country, its default currency, or its payout delay. */
  setLocale(locale: Partial<Locale>): void {
    const before = this.#locale;
    this.#locale = { ...before, ...locale };
    this.journal.note(() => {
      this.#locale = before;
    });
  }

  /** The connected accounts. */
  get connected(): Account[] {
    return [...this.#connected.values()];
  }

  /** Finds the connected account with an ID, or the one that an object with this ID belongs to. */
  connectedOf(id: string): Account | undefined {
    return this.#connected.get(ownerPart(id));
  }

  /** Creates a connected account, or replaces an existing one with an empty one. */
  connect(id: string, before?: Account): Account {
    const opened = new Account(this.#home, id, this);
    if (before !== undefined) {
      opened.#locale = before.#locale;
    }
    this.#connected.set(ownerPart(id), opened);
    this.journal.note(() => this.#connected.delete(ownerPart(id)));
    return opened;
  }

  /** Closes a connected account; its keys stop working. */
  disconnect(closed: Account): void {
    this.#connected.delete(ownerPart(closed.id));
    this.journal.note(() => this.#connected.set(ownerPart(closed.id), closed));
  }

  /** Creates a key for this account and returns the part after `sk_test_`. */
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

  /** Restores the state of this new account from a snapshot. */
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
