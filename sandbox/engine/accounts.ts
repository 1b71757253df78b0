/** The accounts of a sandbox: each key opens its own, on first use, unless it was given to a connected account. */
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

/** What is kept of accounts that belong together. */
export interface SavedFamily {
  readonly accounts: readonly SavedAccount[];
  /** The time of those that are connected to no other, and what falls due on them and on those connected to them. */
  readonly times: readonly {
    readonly id: string;
    readonly clock: SavedClock;
    readonly tasks: readonly (Omit<AccountTask, 'account'> & { readonly account: string })[];
  }[];
  /** The digests of keys, and whose they are; also of accounts that were closed. */
  readonly keys: readonly (readonly [digest: string, account: string, platform: string | null])[];
}

/** What is kept of all accounts in a snapshot. */
export interface SavedAccounts extends SavedFamily {
  /** What ids are made from. */
  readonly seed: string;
}

/** Keys name accounts by what follows `sk_test_`. */
export class Accounts {
  readonly #home: SharedState;
  /** Accounts in whose place others are, which may still be known to what is under way. */
  readonly #replaced = new WeakSet<Account>();

  constructor(world: Environment) {
    this.#home = { ...world, keys: new Map(), feed: new Feed() };
  }

  /** Where it is told what happens on any account. */
  get feed(): Feed {
    return this.#home.feed;
  }

  /** Those that are connected to no other; what falls due on the others falls due with them. */
  *[Symbol.iterator](): Generator<Account> {
    for (const account of this.#home.keys.values()) {
      if (account.platform === undefined) {
        yield account;
      }
    }
  }

  /**
   * The account of a key, made on first use, or the one with an id that is connected to it.
   * @throws {StripeError} 401 when none with the id is, or the account of the key was closed
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

  /** The account with an id, if it was opened and not closed. */
  withId(id: string): Account | undefined {
    return [...this].flatMap(familyOf).find((account) => account.id === id);
  }

  /** Whether an account is still the one that its keys open: not after it was reset or closed. */
  isOpen(account: Account): boolean {
    const { platform } = account;
    return (
      !this.#replaced.has(account) &&
      (platform === undefined || (platform.connectedOf(account.id) === account && this.isOpen(platform)))
    );
  }

  /** Forgets everything of an account, and the accounts connected to it; one that is connected itself stays so. */
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

  /** What is kept of all accounts in a snapshot. */
  save(): SavedAccounts {
    const roots = [...this];
    return { seed: this.#home.seed, ...this.#save(roots, () => true) };
  }

  /** What is kept of an account that is connected to no other, and of those connected to it. */
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

  /** Brings back what was saved; there must be no accounts yet. */
  restore({ accounts, times, keys }: SavedAccounts, resources: ReadonlyMap<string, Resource>): void {
    const opened = this.#open({ accounts, times, keys }, resources);
    for (const [digest, id, platform] of keys) {
      const closed = () => new Account(this.#home, id, opened.get(platform ?? ''));
      this.#home.keys.set(digest, opened.get(id) ?? closed());
    }
  }

  /**
   * Puts what {@link saveOne} gave in the place of an account, which keeps its id and its keys. Keys of connected accounts
   * that others have taken meanwhile stay theirs.
   * @throws whatever it meets, when it is no such thing; then nothing is changed
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

  /** Makes the accounts that were saved, by their ids. */
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
    }
    if (account.platform !== undefined && account.platform.connectedOf(account.id) !== account) {
      throw unauthorized('The account of this key was deleted.');
    }
    return account;
  }
}

/** An account that is connected to no other, and those connected to it. */
export function familyOf(root: Account): Account[] {
  return [root, ...root.connected];
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, { type: 'invalid_request_error', message });
}

/** The same name always has the same id. */
function accountId(name: string): string {
  const digest = createHash('sha256').update(`account ${name}`).digest();
  return `acct_${base62(digest.readUInt32BE(0), 6)}${base62(Number(digest.readBigUInt64BE(4) >> 8n), 10)}`;
}
