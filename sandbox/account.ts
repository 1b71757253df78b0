/** Everything that belongs to one account. */
import { Clock } from './clock.ts';
import { Faults } from './faults.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { Journal } from './journal.ts';
import { Random } from './random.ts';
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

  /** `name` tells accounts apart. An account connected to another one goes by its clock. */
  constructor(world: World, name: string, id: string, clock = new Clock(world.now)) {
    this.id = id;
    this.clock = clock;
    this.random = new Random(`${world.seed} ${name}`);
    this.webhooks = new Webhooks(world.now);
  }
}
