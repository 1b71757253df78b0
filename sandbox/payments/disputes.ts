/** Disputes: the holder of a card objects to a charge. */
import type { Call } from '#sandbox/engine/call.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { whenDue } from '#sandbox/engine/define.ts';
import { charge, sourceTypeOf, wholeOf } from '#sandbox/payments/objects/charges.ts';
import { dispute } from '#sandbox/payments/objects/disputes.ts';
import { move } from './balance-transactions.ts';
import { DISPUTE_FEE, responseDue } from './dispute-answers.ts';
import { outcomeOf } from './test-cards.ts';

/** Evidence is due at the end of this day after the dispute, as in a recorded reply. */
const DAYS_TO_RESPOND = 16;

/** Opens a dispute right after the request that made the charge. */
export function disputeFor(call: Call, chargeId: string): void {
  call.schedule(call.now, openDispute.name, chargeId);
}

export const openDispute = whenDue('dispute.open', (call, id) => {
  const disputed = call.find(charge, id);
  const outcome = disputed.source.object === 'card' ? outcomeOf(disputed.source.outcome) : {};
  const disputeId = call.newId(dispute);
  const { currency } = disputed;
  const amount = wholeOf(disputed) - disputed.amount_refunded;
  if (amount === 0) {
    return;
  }
  const inquiry = outcome.inquiry === true;
  const withdrawal =
    !inquiry &&
    move(call, {
      amount: -amount,
      currency,
      description: `Chargeback withdrawal for ${id}`,
      fee: DISPUTE_FEE,
      fee_description: 'Dispute fee',
      source: disputeId,
      source_type: sourceTypeOf(disputed),
      type: 'adjustment',
    });
  const made = call.create(dispute, {
    id: disputeId,
    amount,
    balance_transactions: withdrawal ? [withdrawal.id] : [],
    charge: id,
    currency,
    due_by: (Math.floor(call.now / DAY) + DAYS_TO_RESPOND + 1) * DAY - 1,
    evidence: {},
    is_charge_refundable: inquiry,
    is_late: false,
    metadata: {},
    reason: outcome.dispute ?? 'general',
    status: inquiry ? 'warning_needs_response' : 'needs_response',
    submission_count: 0,
  });
  call.schedule(made.due_by + 1, responseDue.name, disputeId);
  call.change(charge, disputed, { dispute: disputeId });
  call.announce('charge.dispute.created', made);
  if (!inquiry) {
    call.announce('charge.dispute.funds_withdrawn', made);
  }
});
