/** Responses to disputes: evidence, closing, or none before the deadline; and the outcome. */
import * as disputes from '#lib/operations/disputes.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement, whenDue } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { balanceTransaction } from '#sandbox/payments/objects/balance-transactions.ts';
import { type Charge, charge } from '#sandbox/payments/objects/charges.ts';
import { type Dispute, type DisputeStatus, dispute } from '#sandbox/payments/objects/disputes.ts';
import { fileUpload } from '#sandbox/payments/objects/file-uploads.ts';
import { move } from './balance-transactions.ts';

export const retrieve = implement(disputes.retrieve, (call, { dispute: id }) => call.find(dispute, id));

export const list = implement(disputes.list, (call, paging) => call.page(dispute, paging));

export const update = implement(disputes.update, (call, { dispute: id, evidence, metadata }) =>
  answer(call, call.find(dispute, id), evidence, metadata),
);

export const close = implement(disputes.close, (call, { dispute: id }) =>
  giveUp(call, call.find(dispute, id)),
);

export const retrieveOfCharge = implement(disputes.retrieveOfCharge, (call, { charge: id }) =>
  disputeOf(call, id),
);

/** The first form of evidence: a single string. */
export const updateOfCharge = implement(disputes.updateOfCharge, (call, { charge: id, evidence, metadata }) =>
  answer(
    call,
    disputeOf(call, id),
    typeof evidence === 'string' ? { uncategorized_text: evidence } : evidence,
    metadata,
  ),
);

export const closeOfCharge = implement(disputes.closeOfCharge, (call, { charge: id }) =>
  giveUp(call, disputeOf(call, id)),
);

/** Without a response, a dispute is lost, and an inquiry is closed. */
export const responseDue = whenDue('dispute.response_due', (call, id) => {
  const due = call.find(dispute, id);
  if (due.status === 'needs_response' || due.status === 'warning_needs_response') {
    end(call, due, due.status === 'needs_response' ? 'lost' : 'warning_closed');
  }
});

/** An inquiry is closed once its charge is refunded. */
export function settleByRefund(call: Call, { dispute: id }: Charge): void {
  const open = call.peek(dispute, id);
  if (open?.is_charge_refundable) {
    end(call, call.change(dispute, open, { is_charge_refundable: false }), 'charge_refunded');
  }
}

const OPEN: readonly DisputeStatus[] = [
  'needs_response',
  'under_review',
  'warning_needs_response',
  'warning_under_review',
];

/** Evidence that consists of uploaded files. */
const FILES = new Set([
  'cancellation_policy',
  'customer_communication',
  'customer_signature',
  'duplicate_charge_documentation',
  'receipt',
  'refund_policy',
  'service_documentation',
  'shipping_documentation',
  'uncategorized_file',
]);

/** Submits evidence at once, together with what was sent before. Stripe's test strings decide the dispute. */
function answer(
  call: Call,
  current: Dispute,
  evidence: Readonly<Record<string, string>> | undefined,
  metadata: Parameters<Call['metadata']>[0],
): Dispute {
  const told = call.change(dispute, current, { metadata: call.metadata(metadata, current.metadata) });
  const submitted = evidence === undefined ? told : submit(call, onlyOpen(told), evidence);
  call.announce('charge.dispute.updated', submitted);
  const verdict = VERDICTS[evidence?.['uncategorized_text'] ?? ''];
  return verdict === undefined ? submitted : end(call, submitted, verdict);
}

const VERDICTS: Readonly<Record<string, 'won' | 'lost'>> = {
  winning_evidence: 'won',
  losing_evidence: 'lost',
};

function submit(call: Call, open: Dispute, evidence: Readonly<Record<string, string>>): Dispute {
  for (const [name, value] of Object.entries(evidence)) {
    if (FILES.has(name) && value !== '' && call.peek(fileUpload, value)?.purpose !== 'dispute_evidence') {
      call.missing(fileUpload.noun, value, `evidence[${name}]`);
    }
  }
  const all = Object.entries({ ...open.evidence, ...evidence }).filter(([, value]) => value !== '');
  return call.change(dispute, open, {
    evidence: Object.fromEntries(all),
    is_late: call.now > open.due_by,
    status: isInquiry(open) ? 'warning_under_review' : 'under_review',
    submission_count: open.submission_count + 1,
  });
}

function giveUp(call: Call, current: Dispute): Dispute {
  return end(call, onlyOpen(current), isInquiry(current) ? 'warning_closed' : 'lost');
}

/** Ends a dispute. If it is won, the money and Stripe's fee are returned; an inquiry took nothing. */
function end(
  call: Call,
  open: Dispute,
  verdict: 'won' | 'lost' | 'warning_closed' | 'charge_refunded',
): Dispute {
  const [withdrawn] = open.balance_transactions;
  const status = isInquiry(open) && verdict !== 'charge_refunded' ? 'warning_closed' : verdict;
  const returned = status === 'won' && withdrawn !== undefined ? reinstate(call, open, withdrawn) : [];
  const closed = call.change(dispute, open, {
    balance_transactions: [...open.balance_transactions, ...returned],
    is_charge_refundable: false,
    status,
  });
  call.announce('charge.dispute.closed', closed);
  if (returned.length > 0) {
    call.announce('charge.dispute.funds_reinstated', closed);
  }
  return closed;
}

function reinstate(
  call: Call,
  { id, amount, charge: disputed, currency }: Dispute,
  withdrawn: string,
): string[] {
  const { source_type } = call.find(balanceTransaction, withdrawn);
  const returned = move(call, {
    amount,
    currency,
    description: `Chargeback reversal for ${disputed}`,
    fee: -DISPUTE_FEE,
    fee_description: 'Dispute fee refund',
    source: id,
    source_type,
    type: 'adjustment',
  });
  return [returned.id];
}

function isInquiry({ status }: Dispute): boolean {
  return status.startsWith('warning_');
}

function onlyOpen(current: Dispute): Dispute {
  if (!OPEN.includes(current.status)) {
    throw invalidRequest(`This dispute is already closed: it is ${current.status}.`, { param: 'id' });
  }
  return current;
}

function disputeOf(call: Call, id: string): Dispute {
  const disputed = call.find(charge, id);
  const found = call.peek(dispute, disputed.dispute);
  if (found === undefined) {
    throw invalidRequest(`No dispute for charge: ${id}`, { status: 404 });
  }
  return found;
}

/** Stripe's fee for a dispute, in the smallest currency unit; using the same in every currency is our choice. */
export const DISPUTE_FEE = 1500;
