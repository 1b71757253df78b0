/** What platforms and connected accounts return when a charge is refunded or a transfer is reversed. */
import { applicationFee } from '#sandbox/connect/objects/application-fees.ts';
import { transfer } from '#sandbox/connect/objects/transfers.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { ReversalOptions } from '#sandbox/payments/charge-sharing.ts';
import type { ApplicationFeePart } from '#sandbox/payments/objects/balance-transactions.ts';
import { type Charge, wholeOf } from '#sandbox/payments/objects/charges.ts';
import { refundFeeSeparately, refundPartOfFee, shareOfFee } from './fee-refunds.ts';
import { type NewReversal, reverse } from './transfer-reversals.ts';

/**
 * Returns the shares of a charge in proportion to the refund. The result is what the refund's balance transaction
 * says about the fee.
 * @throws {StripeError} 400 when nothing was shared in this way, or the account does not have enough money
 */
export function reverseSplit(
  call: Call,
  refunded: Charge,
  amount: number,
  { refund_application_fee = false, reverse_transfer = false }: ReversalOptions,
): ApplicationFeePart | undefined {
  if (reverse_transfer) {
    const sent = call.peek(transfer, refunded.transfer);
    if (sent === undefined) {
      throw invalidRequest(`Charge ${refunded.id} does not have an associated transfer.`, {
        param: 'reverse_transfer',
      });
    }
    const left = sent.amount - sent.amount_reversed;
    reverse(call, sent, { amount: Math.min(amount, left), refund_application_fee });
    return undefined;
  }
  if (!refund_application_fee) {
    return undefined;
  }
  if (refunded.application_fee === null) {
    throw invalidRequest(`Charge ${refunded.id} does not have an application fee.`, {
      param: 'refund_application_fee',
    });
  }
  const { platform } = call.account;
  const holder = platform === undefined ? call : call.on(platform);
  const fee = holder.find(applicationFee, refunded.application_fee);
  const part = shareOfFee(fee, { whole: wholeOf(refunded), before: refunded.amount_refunded, amount });
  if (part === 0) {
    return undefined;
  }
  if (platform === undefined) {
    refundFeeSeparately(call, fee, part);
    return undefined;
  }
  refundPartOfFee(holder, fee, part);
  return { amount: -part, application: fee.application };
}

/**
 * Refunds a payment that a connected account got from its platform: the platform's transfer is reversed by the same
 * amount, so that the money returns to where it came from.
 * @throws {StripeError} 400 when the account does not have enough money
 */
export function returnPayment(call: Call, { source_transfer }: Charge, given: NewReversal): void {
  const platform = call.on(call.account.platform!);
  reverse(platform, platform.find(transfer, source_transfer!), given);
}
