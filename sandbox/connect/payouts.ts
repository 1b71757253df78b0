/** Money sent to bank accounts and debit cards: it takes days, and sometimes comes back. */
import { account } from '#sandbox/connect/objects/accounts.ts';
import { type Transfer, transfer } from '#sandbox/connect/objects/transfers.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { move } from '#sandbox/payments/balance-transactions.ts';
import type { SourceType } from '#sandbox/payments/objects/balance-transactions.ts';
import type { Source } from '#sandbox/payments/objects/sources.ts';
import { defaultFor, find } from './external-sources.ts';
import { ofCall } from './ownership.ts';
import { destinationOfRecipient } from './recipients.ts';
import { arrive, fail, failureOf, submit } from './transfer-progress.ts';

/** The destination of a transfer: a connected account, or a bank account or card. */
export type Destination =
  | { readonly account: string; readonly source?: undefined; readonly recipient?: undefined }
  | { readonly account?: undefined; readonly source: Source; readonly recipient?: string };

/**
 * Returns the destination of a transfer. `recipient` is the older parameter; `self` means the account's own bank
 * account.
 * @throws {StripeError} 400 when it is missing or does not exist
 */
export function destinationOf(
  call: Call,
  { currency, destination, recipient }: { currency: string; destination?: string; recipient?: string },
): Destination {
  if (recipient !== undefined && recipient !== 'self') {
    return { source: destinationOfRecipient(call, recipient, destination), recipient };
  }
  if (destination === undefined && recipient === undefined) {
    throw invalidRequest('Missing required param: destination.', { param: 'destination' });
  }
  if (destination?.startsWith('acct_') && destination !== call.account.id) {
    const receiver = call.find(account, destination, 'destination');
    if (receiver.rejected !== null) {
      throw invalidRequest(`The account ${destination} was rejected and cannot receive funds.`, {
        param: 'destination',
      });
    }
    return { account: destination };
  }
  const { home, owner } = ofCall(call);
  const isDefault = destination === undefined || destination === 'default_for_currency';
  const source = isDefault
    ? defaultFor(home, owner.id, currency)
    : find(home, owner, destination, 'destination');
  if (source === undefined) {
    throw invalidRequest(`There is no external account for the currency ${currency}.`, {
      param: 'destination',
    });
  }
  return { source };
}

/** An amount and where it is sent. */
interface Payout {
  readonly amount: number;
  /** When the funds become available, in Unix seconds. */
  readonly available_on: number;
  readonly currency: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly recipient: string | null;
  readonly sent_to: Source;
  readonly source_transaction: string | null;
  readonly source_type: SourceType;
  readonly statement_descriptor: string | null;
}

/**
 * Sends money to a bank account or card. It is submitted at the next midnight UTC, or when its funds are available,
 * and arrives a day later, as recorded transfers did. A transfer that fails does so at once, as in Stripe's test
 * mode.
 */
export function payOut(call: Call, { available_on, sent_to, ...payout }: Payout): Transfer {
  const { amount, currency, description, source_type } = payout;
  const id = call.newId(transfer);
  const { id: balance_transaction } = move(call, {
    amount: -amount,
    available_on,
    currency,
    description,
    fee: 0,
    fee_description: null,
    source: id,
    source_type,
    type: 'transfer',
  });
  const {
    account: _,
    customer: __,
    default_for_currency: ___,
    metadata: ____,
    recipient: _____,
    ...bare
  } = sent_to;
  const submitted = Math.ceil(Math.max(available_on, call.now + 1) / DAY) * DAY;
  const made = call.create(transfer, {
    ...payout,
    id,
    amount_reversed: 0,
    application_fee: null,
    balance_transaction,
    date: submitted + DAY,
    destination: sent_to.id,
    destination_payment: null,
    failure: null,
    sent_to: bare as Source,
    status: 'pending',
    type: sent_to.object,
  });
  if (failureOf(sent_to) === undefined) {
    call.schedule(submitted, submit.name, id);
    call.schedule(made.date, arrive.name, id);
  } else {
    call.schedule(call.now, fail.name, id);
  }
  call.announce('transfer.created', made);
  return made;
}
