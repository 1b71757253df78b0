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
import { base62 } from './random.ts';
import type { Resource } from './resource.ts';

/** What is kept of all accounts in a snapshot. */
export interface SavedAccounts {
  /** What ids are made from. */
  readonly seed: string;
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

/** Keys name accounts by what follows `sk_test_`. */
export class Accounts {
  readonly #home: SharedState;

  constructor(world: Environment) {
    this.#home = { ...world, keys: new Map() };
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

  /** The account of a key, the one that it is connected to, and those connected to either. */
  platformAccounts(key: string): Account[] {
    const own = this.#own(key);
    const root = own.platform ?? own;
    return [root, ...root.connected];
  }

  /** Forgets everything of an account, and the accounts connected to it; one that is connected itself stays so. */
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

  /** What is kept of all accounts in a snapshot. */
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

  /** Brings back what was saved; there must be no accounts yet. */
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

/** The same name always has the same id. */
function accountId(name: string): string {
  const digest = createHash('sha256').update(`account ${name}`).digest();
  return `acct_${base62(digest.readUInt32BE(0), 6)}${base62(Number(digest.readBigUInt64BE(4) >> 8n), 10)}`;
}
