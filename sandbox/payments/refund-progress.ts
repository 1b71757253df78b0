/** Refunds that are not final at once: some succeed later, some fail after they succeeded. */
import type { Call } from '#sandbox/engine/call.ts';
import { HOUR } from '#sandbox/engine/clock.ts';
import { whenDue } from '#sandbox/engine/define.ts';
import { balanceTransaction } from '#sandbox/payments/objects/balance-transactions.ts';
import { type Charge, charge } from '#sandbox/payments/objects/charges.ts';
import { type Refund, refund } from '#sandbox/payments/objects/refunds.ts';
import { move } from './balance-transactions.ts';
import { outcomeOf } from './test-cards.ts';

/** How long it takes until a refund is final; our choice. */
const DECIDED_AFTER = HOUR;

/** Returns the first status of a refund and schedules later ones. */
export function beginRefund(call: Call, { source }: Charge, id: string): Pick<Refund, 'status'> {
  const fate = source.object === 'card' ? outcomeOf(source.outcome).refund : undefined;
  if (fate === undefined) {
    return {};
  }
  call.schedule(call.now + DECIDED_AFTER, refundDecided.name, id);
  return { status: fate === 'pending' ? 'pending' : 'succeeded' };
}

export const refundDecided = whenDue('refund.decided', (call, id) => {
  const current = call.peek(refund, id);
  const refunded = current && call.peek(charge, current.charge);
  if (current === undefined || refunded === undefined) {
    return;
  }
  if (current.status === 'pending') {
    announceStatus(call, call.change(refund, current, { status: 'succeeded' }), 'refund.updated');
    return;
  }
  const gone = call.peek(balanceTransaction, current.balance_transaction);
  const failure_balance_transaction =
    gone &&
    move(call, {
      amount: -gone.amount,
      currency: gone.currency,
      description: 'REFUND FAILURE',
      // The fee that the platform returned is not taken again.
      fee: (gone.application_fee?.amount ?? 0) - gone.fee,
      fee_description: 'Stripe processing fee of a failed refund',
      source: id,
      source_type: gone.source_type,
      type: 'refund_failure',
    }).id;
  call.change(charge, refunded, { amount_refunded: refunded.amount_refunded - current.amount });
  const failed = call.change(refund, current, { status: 'failed', failure_balance_transaction });
  announceStatus(call, failed, 'refund.failed');
});

function announceStatus(call: Call, changed: Refund, type: string): void {
  if (changed.payment_intent !== undefined) {
    call.announce(type, changed);
  }
  call.announce('charge.refund.updated', changed);
}
