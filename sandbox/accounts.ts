/** The accounts of a sandbox: each key opens its own, on first use. */
import { createHash } from 'node:crypto';
import { Account, type World } from './account.ts';
import { StripeError } from './errors.ts';
import { base62 } from './random.ts';

/** Keys name accounts by what follows `sk_test_`; accounts connected to them go by their ids. */
export class Accounts {
  readonly #world: World;
  /** By the name, and for connected ones a slash and the id after it. */
  readonly #accounts = new Map<string, Account>();

  constructor(world: World) {
    this.#world = world;
  }

  [Symbol.iterator](): Iterator<Account> {
    return this.#accounts.values();
  }

  /** The account of a key, or the one with an id that is connected to it; made on first use. */
  get(name: string, connected?: string): Account {
    const own = accountId(name);
    if (connected === undefined || connected === own) {
      return this.#keep(name, () => new Account(this.#world, name, own));
    }
    const { clock } = this.get(name);
    const whole = `${name}/${connected}`;
    return this.#keep(whole, () => new Account(this.#world, whole, connected, clock));
  }

  /** The account of a key, and those connected to it. */
  family(name: string): Account[] {
    return this.#names(name).map((one) => this.#accounts.get(one)!);
  }

  /** Forgets everything of an account, and of those connected to it. */
  reset(name: string): void {
    for (const one of this.#names(name)) {
      this.#accounts.delete(one);
    }
  }

  #names(name: string): string[] {
    return [...this.#accounts.keys()].filter((one) => one === name || one.startsWith(`${name}/`));
  }

  #keep(whole: string, make: () => Account): Account {
    let account = this.#accounts.get(whole);
    if (account === undefined) {
      account = make();
      this.#accounts.set(whole, account);
    }
    return account;
  }
}

/**
 * Reads the Stripe-Account header. Any `acct_…` is an account of its own, connected to that of the key.
 * @throws {StripeError} 401 when the header holds something else
 */
export function connectedId(header: string | undefined): string | undefined {
  if (header !== undefined && !/^acct_\w{1,100}$/.test(header)) {
    throw new StripeError(401, {
      type: 'invalid_request_error',
      message: 'The Stripe-Account header does not hold the id of an account.',
    });
  }
  return header;
}

/** The same name always has the same id. */
function accountId(name: string): string {
  const digest = createHash('sha256').update(`account ${name}`).digest();
  return `acct_${base62(digest.readUInt32BE(0), 6)}${base62(Number(digest.readBigUInt64BE(4) >> 8n), 10)}`;
}
