/** Advances the time of accounts; what falls due meanwhile happens in order, and other requests are answered between. */
import { setImmediate as others } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Clock } from './clock.ts';
import type { Sandbox } from './sandbox.ts';

/** The last advance of each clock, which may be under way. */
const advances = new WeakMap<Clock, Promise<void>>();

/**
 * Advances the clock that an account shares with those connected to it, once earlier advances of it have ended.
 * @param name the account as its key names it; the advance ends early when the account is reset
 * @param seconds by how much
 */
export async function advanceClock(sandbox: Sandbox, name: string, seconds: number): Promise<void> {
  const account = sandbox.accounts.get(name);
  const { clock } = account;
  const earlier = advances.get(clock);
  const advance = (async () => {
    await Promise.allSettled([earlier]);
    await advanceTo(clock.now() + seconds, sandbox, name, account);
  })();
  advances.set(clock, advance);
  return advance;
}

async function advanceTo(target: number, sandbox: Sandbox, name: string, account: Account): Promise<void> {
  const { clock, schedule } = account;
  while (sandbox.accounts.get(name) === account) {
    // A delivery that fails is planned again, so what is on its way comes first.
    await Promise.all(sandbox.accounts.family(name).map(({ webhooks }) => webhooks.settled()));
    if (schedule.next > target) {
      clock.reach(target);
      return;
    }
    clock.reach(schedule.next);
    while (sandbox.runNextDueOf(account)) {
      await others();
    }
  }
}
