/** Advances the clocks of accounts. Tasks that become due run in order, and other requests are served in between. */
import { setImmediate as others } from 'node:timers/promises';
import type { Account } from '#sandbox/engine/account.ts';
import { type Accounts, familyOf } from '#sandbox/engine/accounts.ts';
import type { Clock } from '#sandbox/engine/clock.ts';

/** The parts of the sandbox that follow its clocks. */
export interface Advancing {
  readonly accounts: Accounts;
  runNextDueOf(account: Account): boolean;
}

/** How often an advance publishes its progress, in milliseconds. */
const TELLS_EVERY = 100;

/** The latest advance of each clock, which may still be running. */
const advances = new WeakMap<Clock, Promise<void>>();

/**
 * Advances the clock that an account shares with its connected accounts, once earlier advances have ended. The
 * advance stops early if the account is reset.
 * @param seconds how far to advance
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
    // Failed deliveries schedule a retry, so wait for those in flight first.
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
