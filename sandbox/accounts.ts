/** The accounts of a sandbox: each key opens its own, on first use, unless it was given to a connected account. */
import { createHash } from 'node:crypto';
import { Account, type Home, type World } from './account.ts';
import { StripeError } from './errors.ts';
import { base62 } from './random.ts';

/** Keys name accounts by what follows `sk_test_`. */
export class Accounts {
  readonly #home: Home;

  constructor(world: World) {
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
  family(key: string): Account[] {
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

  #own(key: string): Account {
    let account = this.#home.keys.get(key);
    if (account === undefined) {
      account = new Account(this.#home, key, accountId(key));
      this.#home.keys.set(key, account);
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
