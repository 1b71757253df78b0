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
import { base62 } from './random.ts';
import type { Resource } from './resource.ts';

/** All accounts, as a snapshot stores them. */
export interface SavedAccounts {
  /** The seed of IDs. */
  readonly seed: string;
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

/** Finds accounts by what follows `sk_test_` in a key. */
export class Accounts {
  readonly #home: SharedState;

  constructor(world: Environment) {
    this.#home = { ...world, keys: new Map() };
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
   * @throws {StripeError} 401 when there is no such connected account, or the account of the key was closed
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

  /** Returns the account of a key, its platform, and the connected accounts of both. */
  platformAccounts(key: string): Account[] {
    const own = this.#own(key);
    const root = own.platform ?? own;
    return [root, ...root.connected];
  }

  /**
   * Deletes everything in an account, and its connected accounts. An account that is itself connected stays
   * connected.
   */
  reset(key: string): void {
    const own = this.#own(key);
    const empty = own.platform?.connect(own.id, own);
    for (const [one, account] of this.#home.keys) {
      if (account === own && empty !== undefined) {
        this.#home.keys.set(one, empty);
      } else if (account === own || account.platform === own) {
        this.#home.keys.delete(one);
      }
    }
  }

  /** Returns all accounts for a snapshot. */
  save(): SavedAccounts {
    const { seed, keys } = this.#home;
    const all = [...this].flatMap((root) => [root, ...root.connected]);
    return {
      seed,
      accounts: all.map((account) => account.save()),
      times: [...this].map(({ id, clock, schedule }) => ({
        id,
        clock: clock.save(),
        tasks: schedule.save().map(({ account, ...task }) => ({ ...task, account: account.id })),
      })),
      keys: [...keys].map(([digest, { id, platform }]) => [digest, id, platform?.id ?? null]),
    };
  }

  /** Restores a snapshot; there must be no accounts yet. */
  restore({ accounts, times, keys }: SavedAccounts, resources: ReadonlyMap<string, Resource>): void {
    const opened = new Map<string, Account>();
    for (const saved of accounts) {
      const platform = saved.platform === null ? undefined : opened.get(saved.platform);
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
    for (const [digest, id, platform] of keys) {
      const closed = () => new Account(this.#home, id, opened.get(platform ?? ''));
      this.#home.keys.set(digest, opened.get(id) ?? closed());
    }
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

function unauthorized(message: string): StripeError {
  return new StripeError(401, { type: 'invalid_request_error', message });
}

/** The same name always results in the same ID. */
function accountId(name: string): string {
  const digest = createHash('sha256').update(`account ${name}`).digest();
  return `acct_${base62(digest.readUInt32BE(0), 6)}${base62(Number(digest.readBigUInt64BE(4) >> 8n), 10)}`;
}
