/** Everything that belongs to one account. */
import { createHash } from 'node:crypto';
import { Clock } from './clock.ts';
import { Faults } from './faults.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { Journal } from './journal.ts';
import { base62, Random } from './random.ts';
import { Schedule } from './schedule.ts';
import { Store } from './store.ts';
import { Webhooks } from './webhooks.ts';

/** What accounts get their time and their randomness from. */
export interface World {
  /** Real time, in Unix seconds. */
  readonly now: () => number;
  /** The same seed gives the same ids. */
  readonly seed: string;
}

export class Account {
  readonly id: string;
  readonly defaultCurrency = 'usd';
  readonly country = 'US';
  readonly clock: Clock;
  readonly random: Random;
  readonly journal = new Journal();
  readonly store = new Store(this.journal);
  readonly schedule = new Schedule(this.journal);
  readonly idempotencyKeys = new IdempotencyKeys();
  readonly faults = new Faults();
  readonly webhooks: Webhooks;

  /** `name` tells accounts apart: it is what follows `sk_test_` in the key. */
  constructor(world: World, name: string) {
    this.id = accountId(name);
    this.clock = new Clock(world.now);
    this.random = new Random(`${world.seed} ${name}`);
    this.webhooks = new Webhooks(world.now);
  }
}

/** The same name always has the same id. */
export function accountId(name: string): string {
  const digest = createHash('sha256').update(`account ${name}`).digest();
  return `acct_${base62(digest.readUInt32BE(0), 6)}${base62(Number(digest.readBigUInt64BE(4) >> 8n), 10)}`;
}
