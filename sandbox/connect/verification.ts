/** The time within which the holder of an account must be verified. */
import { accountStatus } from '#sandbox/connect/objects/account-status.ts';
import { account } from '#sandbox/connect/objects/accounts.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { whenDue } from '#sandbox/engine/define.ts';
import { accountFile, ofCall } from './ownership.ts';

/** Starts the time for verification when an account first takes money. */
export function startVerification(call: Call): void {
  const { owner, home } = ofCall(call);
  if (owner.managed && owner.due_by === null) {
    const due_by = call.now + TIME_TO_VERIFY;
    home.change(account, owner, { due_by });
    call.schedule(due_by, verificationDue.name, owner.id);
  }
}

export const verificationDue = whenDue('account.verification_due', (call) => {
  const { owner, hasExternalAccount } = accountFile(call);
  if (accountStatus(owner, hasExternalAccount, call.now).fields_needed.length > 0) {
    call.announce('account.updated', owner);
  }
});

/** How long an account can take money before its holder is verified; our choice. */
export const TIME_TO_VERIFY = 14 * DAY;
