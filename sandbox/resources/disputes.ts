/** Disputes: what happens when the holder of a card objects to a charge. */
import type { Call } from '../call.ts';
import { DAY } from '../clock.ts';
import { type Json, resource, type Stored, type View, whenDue } from '../define.ts';
import { outcomeOf } from '../test-cards.ts';
import { balanceTransaction, move } from './balance-transactions.ts';
import { charge, sourceTypeOf, wholeOf } from './charges.ts';
import { responseDue } from './dispute-answers.ts';

/** Those of inquiries, which take no money, begin with `warning`. */
export type DisputeStatus =
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'needs_response'
  | 'under_review'
  | 'charge_refunded'
  | 'won'
  | 'lost';

/** A dispute as it is kept. */
export interface Dispute extends Stored {
  readonly object: 'dispute';
  readonly created: number;
  readonly amount: number;
  readonly balance_transactions: readonly string[];
  readonly charge: string;
  readonly currency: string;
  readonly due_by: number;
  readonly evidence: Readonly<Record<string, string>>;
  readonly is_charge_refundable: boolean;
  /** The last evidence came too late. */
  readonly is_late: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly status: DisputeStatus;
  readonly submission_count: number;
}

/** What evidence may consist of. */
export const EVIDENCE = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
] as const;

export const dispute = resource<Dispute>('dispute', {
  id: { prefix: 'dp', length: 24 },
  expandable: { charge: 'charge' },
  render: (dispute, view) => ({
    id: dispute.id,
    object: 'dispute',
    amount: dispute.amount,
    balance_transactions: dispute.balance_transactions.map((id) =>
      view.show(view.peek(balanceTransaction, id)!),
    ),
    charge: dispute.charge,
    created: dispute.created,
    currency: dispute.currency,
    evidence: Object.fromEntries(EVIDENCE.map((field) => [field, dispute.evidence[field] ?? null])),
    evidence_details: {
      due_by: dispute.due_by,
      has_evidence: Object.keys(dispute.evidence).length > 0,
      past_due: dispute.is_late,
      submission_count: dispute.submission_count,
    },
    is_charge_refundable: dispute.is_charge_refundable,
    livemode: false,
    metadata: { ...dispute.metadata },
    reason: dispute.reason,
    status: dispute.status,
  }),
});

/** The dispute of a charge, whole as it was until 2017-02-14. */
export function showDispute(view: View, id: string | null): Json | null {
  const found = view.peek(dispute, id);
  return found === undefined ? null : view.show(found);
}

/** What Stripe takes for a dispute, in the smallest unit; the same in every currency is our choice. */
export const DISPUTE_FEE = 1500;
/** Evidence is due by the end of this day after the dispute, as on a recorded one. */
const DAYS_TO_RESPOND = 16;

/** Lets the charge be disputed as soon as its own request is over. */
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
