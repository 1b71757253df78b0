/**
 * The accounts of a sandbox. Each key opens an account of its own on first use, unless it belongs to a connected
 * account.
 */
import { createHash } from 'node:crypto';
import {
  Account,
  type AccountTask,
  digestOf,
  type Environment,
  type SavedAccount,
  type SharedState,
} from './account.ts';
import type { SavedClock } from './clock.ts';
import { StripeError } from './errors.ts';
import { Feed } from './feed.ts';
import { base62 } from './random.ts';
import type { Resource } from './resource.ts';

/** Accounts that belong together, as a snapshot stores them. */
export interface SavedFamily {
  readonly accounts: readonly SavedAccount[];
  /** The clocks and tasks of platforms and standalone accounts; connected accounts share them. */
  readonly times: readonly {
    readonly id: string;
    readonly clock: SavedClock;
    readonly tasks: readonly (Omit<AccountTask, 'account'> & { readonly account: string })[];
  }[];
  /** The digests of keys and their accounts, also closed ones. */
  readonly keys: readonly (readonly [digest: string, account: string, platform: string | null])[];
}

/** All accounts, as a snapshot stores them. */
export interface SavedAccounts extends SavedFamily {
  /** The seed of IDs. */
  readonly seed: string;
}

/** Finds accounts by the part of a key after `sk_test_`. */
export class Accounts {
  readonly #home: SharedState;
  readonly #opened: (account: Account) => void;
  /** Accounts that were replaced; requests in flight may still refer to them. */
  readonly #replaced = new WeakSet<Account>();

  /** `opened` is called with each account that a key opens. */
  constructor(world: Environment, opened: (account: Account) => void = () => undefined) {
    this.#home = { ...world, keys: new Map(), feed: new Feed() };
    this.#opened = opened;
  }

  /** Publishes what happens in any account. */
  get feed(): Feed {
    return this.#home.feed;
  }

  /** Iterates over accounts without a platform. Tasks of connected accounts run with those of their platform. */
  *[Symbol.iterator](): Generator<Account> {
    for (const account of this.#home.keys.values()) {
      if (account.platform === undefined) {
        yield account;
      }
    }
  }

  /**
   * Returns the account of a key, created on first use, or its connected account with an ID.
   * @throws {StripeError} 401 if there is no such connected account, or the key's account is closed
   */
  get(key: string, connected?: string): Account {
    const own = this.#own(key);
    if (connected === undefined || connected === own.id) {
      return own;
    }
    const found = own.connectedOf(connected);
    if (found?.id !== connected) {
      const shown = /^acct_\w{1,100}$/.test(connected) ? `account '${connected}'` : 'the account';
      throw unauthorized(
        `The provided key does not have access to ${shown} (or that account does not exist). Application access may have been revoked.`,
      );
    }
    return found;
  }

  /** Returns the open account with an ID, connected or not. */
  withId(id: string): Account | undefined {
    return [...this].flatMap(familyOf).find((account) => account.id === id);
  }

  /** Checks whether the keys of an account still work: false once it was reset, replaced or closed. */
  isOpen(account: Account): boolean {
    const { platform } = account;
    return (
      !this.#replaced.has(account) &&
      (platform === undefined || (platform.connectedOf(account.id) === account && this.isOpen(platform)))
    );
  }

  /**
   * Deletes everything in an account, and its connected accounts. An account that is itself connected stays
   * connected. Returns the empty account.
   */
  reset(own: Account): Account {
    const empty = own.platform?.connect(own.id, own) ?? new Account(this.#home, own.id);
    this.#replace(own, empty);
    return empty;
  }

  #replace(before: Account, after: Account): void {
    this.#replaced.add(before);
    for (const [digest, account] of this.#home.keys) {
      if (account === before) {
        this.#home.keys.set(digest, after);
      } else if (account.platform === before) {
        this.#home.keys.delete(digest);
      }
    }
  }

  /** Returns all accounts for a snapshot. */
  save(): SavedAccounts {
    const roots = [...this];
    return { seed: this.#home.seed, ...this.#save(roots, () => true) };
  }

  /** Returns an unconnected account and its connected accounts, to restore them later. */
  saveOne(root: Account): SavedFamily {
    return this.#save([root], (account) => account.platform === root);
  }

  #save(roots: readonly Account[], isMeant: (account: Account) => boolean): SavedFamily {
    return {
      accounts: roots.flatMap(familyOf).map((account) => account.save()),
      times: roots.map(({ id, clock, schedule }) => ({
        id,
        clock: clock.save(),
        tasks: schedule.save().map(({ account, ...task }) => ({ ...task, account: account.id })),
      })),
      keys: [...this.#home.keys]
        .filter(([, account]) => isMeant(account))
        .map(([digest, { id, platform }]) => [digest, id, platform?.id ?? null]),
    };
  }

  /** Restores a snapshot. There must be no accounts yet. */
  restore({ accounts, times, keys }: SavedAccounts, resources: ReadonlyMap<string, Resource>): void {
    const opened = this.#open({ accounts, times, keys }, resources);
    for (const [digest, id, platform] of keys) {
      const closed = () => new Account(this.#home, id, opened.get(platform ?? ''));
      this.#home.keys.set(digest, opened.get(id) ?? closed());
    }
  }

  /**
   * Replaces an account with the result of {@link saveOne}. The account keeps its ID and keys. A saved key of a
   * connected account is ignored if it now belongs to another account.
   * @throws {Error} if the parts are inconsistent; nothing is changed then
   */
  restoreOne(own: Account, family: SavedFamily, resources: ReadonlyMap<string, Resource>): Account {
    const [root] = family.accounts;
    const named = (id: string) => (id === root?.id ? own.id : id);
    const opened = this.#open(
      {
        ...family,
        accounts: family.accounts.map((saved) => ({
          ...saved,
          id: named(saved.id),
          platform: saved.platform && named(saved.platform),
        })),
        times: family.times.map(({ id, clock, tasks }) => ({
          id: named(id),
          clock,
          tasks: tasks.map((task) => ({ ...task, account: named(task.account) })),
        })),
      },
      resources,
    );
    const restored = opened.get(own.id);
    if (restored === undefined) {
      throw new TypeError('it holds no account');
    }
    this.#replace(own, restored);
    for (const [digest, id] of family.keys) {
      const account = opened.get(id);
      if (account !== undefined && account !== restored && !this.#home.keys.has(digest)) {
        this.#home.keys.set(digest, account);
      }
    }
    return restored;
  }

  /** Creates the saved accounts and returns them by their IDs. */
  #open({ accounts, times }: SavedFamily, resources: ReadonlyMap<string, Resource>): Map<string, Account> {
    const opened = new Map<string, Account>();
    for (const saved of accounts) {
      const platform = saved.platform === null ? undefined : opened.get(saved.platform);
      if (saved.platform !== null && platform === undefined) {
        throw new TypeError(`${saved.id} is connected to an account that is not there`);
      }
      const account = platform?.connect(saved.id) ?? new Account(this.#home, saved.id);
      account.restore(saved, resources);
      opened.set(saved.id, account);
    }
    for (const { id, clock, tasks } of times) {
      const root = opened.get(id)!;
      root.clock.restore(clock);
      for (const { account, ...task } of tasks) {
        const concerned = opened.get(account);
        if (concerned !== undefined) {
          root.schedule.add({ ...task, account: concerned });
        }
      }
    }
    return opened;
  }

  #own(key: string): Account {
    const digest = digestOf(key);
    let account = this.#home.keys.get(digest);
    if (account === undefined) {
      account = new Account(this.#home, accountId(key));
      this.#home.keys.set(digest, account);
      this.#opened(account);
    }
    if (account.platform !== undefined && account.platform.connectedOf(account.id) !== account) {
      throw unauthorized('The account of this key was deleted.');
    }
    return account;
  }
}

/** Returns an account followed by its connected accounts. */
export function familyOf(root: Account): Account[] {
  return [root, ...root.connected];
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, { type: 'invalid_request_error', message });
}

/** Returns the ID of an account, which only depends on the name. */
export function accountId(name: string): string {
  const digest = createHash('sha256').update(`account ${name}`).digest();
  return `acct_${base62(digest.readUInt32BE(0), 6)}${base62(Number(digest.readBigUInt64BE(4) >> 8n), 10)}`;
}
