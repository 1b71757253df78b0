/** Payments to connected accounts: money that a platform sends arrives as a charge on the connected account. */
import { type Transfer, transfer } from '#sandbox/connect/objects/transfers.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { move } from '#sandbox/payments/balance-transactions.ts';
import type { SourceType } from '#sandbox/payments/objects/balance-transactions.ts';
import { type Charge, charge, PAYMENT_ID } from '#sandbox/payments/objects/charges.ts';
import { takeFee } from './application-fees.ts';
import { startVerification } from './verification.ts';

/** An amount and its recipient. */
export interface Payment {
  readonly amount: number;
  /** The part that the platform keeps. */
  readonly application_fee?: number | undefined;
  /** When the funds become available, in Unix seconds. */
  readonly available_on: number;
  readonly currency: string;
  readonly description?: string | null;
  /** The ID of a connected account. */
  readonly destination: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** The charge that the money comes from. */
  readonly source_transaction: string | null;
  readonly source_type: SourceType;
  readonly statement_descriptor?: string | null;
}

/** Sends money from a platform to one of its connected accounts, where it arrives at once. */
export function payAccount(platform: Call, payment: Payment): Transfer {
  const { amount, available_on, currency, destination, source_type } = payment;
  const id = platform.newId(transfer);
  const { id: balance_transaction } = move(platform, {
    amount: -amount,
    available_on,
    currency,
    description: payment.description ?? null,
    fee: 0,
    fee_description: null,
    source: id,
    source_type,
    type: 'transfer',
  });
  const receiver = platform.on(platform.account.connectedOf(destination)!);
  const received = receive(platform, receiver, id, payment);
  const made = platform.create(transfer, {
    id,
    amount,
    amount_reversed: 0,
    application_fee: received.application_fee,
    balance_transaction,
    currency,
    date: platform.now,
    description: payment.description ?? null,
    destination,
    destination_payment: received.id,
    failure: null,
    metadata: payment.metadata ?? {},
    recipient: null,
    sent_to: null,
    source_transaction: payment.source_transaction,
    source_type,
    statement_descriptor: payment.statement_descriptor ?? null,
    status: 'paid',
    type: 'stripe_account',
  });
  platform.announce('transfer.created', made);
  receiver.announce('payment.created', received);
  startVerification(receiver);
  return made;
}

function receive(platform: Call, receiver: Call, source_transfer: string, payment: Payment): Charge {
  const id = receiver.newId({ ...charge, id: PAYMENT_ID });
  const { amount, application_fee: taken = 0, available_on, currency, source_transaction } = payment;
  const { application } = platform.account;
  const { id: balance_transaction } = move(receiver, {
    amount,
    application_fee: taken === 0 ? undefined : { amount: taken, application },
    available_on,
    currency,
    description: null,
    fee: taken,
    fee_description: null,
    source: id,
    source_type: 'card',
    type: 'payment',
  });
  const fee =
    taken === 0
      ? null
      : takeFee(platform, {
          account: receiver.account.id,
          amount: taken,
          available_on,
          charge: id,
          currency,
          originating_transaction: source_transaction,
        });
  return receiver.create(charge, {
    id,
    amount,
    amount_refunded: 0,
    application_fee: fee?.id ?? null,
    application_fee_amount: null,
    balance_transaction,
    captured: true,
    currency,
    customer: null,
    description: null,
    destination: null,
    dispute: null,
    failure: null,
    fraud_details: {},
    invoice: null,
    metadata: {},
    order: null,
    outcome: {
      network_status: 'approved_by_network',
      reason: null,
      risk_level: 'not_assessed',
      seller_message: 'Payment complete.',
      type: 'authorized',
    },
    paid: true,
    receipt_email: null,
    shipping: null,
    source: { id: platform.account.id, object: 'account' },
    source_transfer,
    statement_descriptor: null,
    status: 'succeeded',
    transfer: null,
  });
}
