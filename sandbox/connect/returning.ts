/** What platforms and their accounts give back when a charge is refunded or a transfer is reversed. */
import type { Call } from '../call.ts';
import { invalidRequest } from '../errors.ts';
import { type ApplicationFee, applicationFee } from '../resources/application-fees.ts';
import type { ApplicationFeePart } from '../resources/balance-transactions.ts';
import { type Charge, wholeOf } from '../resources/charges.ts';
import { giveBack, giveBackAlone } from '../resources/fee-refunds.ts';
import { type NewReversal, reverse } from '../resources/transfer-reversals.ts';
import { transfer } from '../resources/transfers.ts';

/** What a caller wants to be given back beside the refund. */
interface Wishes {
  readonly refund_application_fee?: boolean | undefined;
  readonly reverse_transfer?: boolean | undefined;
}

/**
 * Gives back what was shared of a charge, in proportion to what is refunded of it. The result is what the refund's own
 * transaction has to say of the fee.
 * @throws {StripeError} 400 when nothing was shared in this way, or the account has not enough to give back
 */
export function unshare(
  call: Call,
  refunded: Charge,
  amount: number,
  { refund_application_fee = false, reverse_transfer = false }: Wishes,
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
  const part = partOf(fee, { whole: wholeOf(refunded), before: refunded.amount_refunded, amount });
  if (part === 0) {
    return undefined;
  }
  if (platform === undefined) {
    giveBackAlone(call, fee, part);
    return undefined;
  }
  giveBack(holder, fee, part);
  return { amount: -part, application: fee.application };
}

/**
 * Refunds a payment that a connected account got from its platform: the platform's transfer is reversed by as much, so that
 * the money arrives where it came from.
 * @throws {StripeError} 400 when the account has not enough to give back
 */
export function returnPayment(call: Call, { source_transfer }: Charge, given: NewReversal): void {
  const platform = call.on(call.account.platform!);
  reverse(platform, platform.find(transfer, source_transfer!), given);
}

/** What of a fee falls to a part of a whole, of which some was given back before; the last part gets what is left. */
export function partOf(
  { amount: taken, amount_refunded }: ApplicationFee,
  { whole, before, amount }: { readonly whole: number; readonly before: number; readonly amount: number },
): number {
  const left = taken - amount_refunded;
  return before + amount >= whole ? left : Math.min(left, Math.round((taken * amount) / whole));
}
