/** Advances the time of accounts; what falls due meanwhile happens in order, and other requests are answered between. */
import { setImmediate as others } from 'node:timers/promises';
import type { Account } from '#sandbox/engine/account.ts';
import { type Accounts, familyOf } from '#sandbox/engine/accounts.ts';
import type { Clock } from '#sandbox/engine/clock.ts';

/** What of the sandbox moves with its clocks. */
export interface Advancing {
  readonly accounts: Accounts;
  runNextDueOf(account: Account): boolean;
}

/** How often an advance publishes its progress, in milliseconds. */
const TELLS_EVERY = 100;

/** The last advance of each clock, which may be under way. */
const advances = new WeakMap<Clock, Promise<void>>();

/**
 * Advances the clock that an account shares with those connected to it, once earlier advances of it have ended.
 * @param account the advance ends early when it is reset
 * @param seconds by how much
 */
export async function advanceClock(sandbox: Advancing, account: Account, seconds: number): Promise<void> {
  const { clock } = account;
  const earlier = advances.get(clock);
  const advance = (async () => {
    await Promise.allSettled([earlier]);
    await advanceTo(clock.now() + seconds, sandbox, account);
  })();
  advances.set(clock, advance);
  return advance;
}

async function advanceTo(target: number, sandbox: Advancing, account: Account): Promise<void> {
  const { clock, schedule } = account;
  const root = account.platform ?? account;
  const from = clock.now();
  let told = 0;
  const tell = () => account.feed.tell('clock', root, { from, now: clock.now(), target });
  while (sandbox.accounts.isOpen(account)) {
    // A delivery that fails is planned again, so what is on its way comes first.
    await Promise.all(familyOf(root).map(({ webhooks }) => webhooks.settled()));
    if (schedule.next > target) {
      clock.reach(target);
      tell();
      return;
    }
    clock.reach(schedule.next);
    if (performance.now() - told > TELLS_EVERY) {
      told = performance.now();
      tell();
    }
    while (sandbox.runNextDueOf(account)) {
      await others();
    }
  }
}
