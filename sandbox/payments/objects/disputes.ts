/** Disputes: what is stored, and how they are rendered. */
import { type Json, resource, type Stored, type View } from '#sandbox/engine/resource.ts';
import { balanceTransaction } from './balance-transactions.ts';

/** The statuses of inquiries, which take no money, begin with `warning`. */
export type DisputeStatus =
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'needs_response'
  | 'under_review'
  | 'charge_refunded'
  | 'won'
  | 'lost';

/** A stored dispute. */
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
  /** Whether the last evidence came too late. */
  readonly is_late: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly status: DisputeStatus;
  readonly submission_count: number;
}

/** The fields of evidence. */
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

/** Renders the dispute of a charge as a whole object, as Stripe did until 2017-02-14. */
export function showDispute(view: View, id: string | null): Json | null {
  const found = view.peek(dispute, id);
  return found === undefined ? null : view.show(found);
}
