/** How the money of a charge is split between a platform and a connected account. */
import { account } from '#sandbox/connect/objects/accounts.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Shares } from '#sandbox/payments/charge-sharing.ts';
import { formatted } from '#sandbox/payments/currencies.ts';
import type {
  ApplicationFeePart,
  BalanceTransaction,
} from '#sandbox/payments/objects/balance-transactions.ts';
import type { Charge } from '#sandbox/payments/objects/charges.ts';
import { payAccount } from './account-payments.ts';
import { takeFee } from './application-fees.ts';
import { ofCall } from './ownership.ts';
import { startVerification } from './verification.ts';

/**
 * Checks that the account can make a charge and split it as requested.
 * @throws {StripeError} 400 when the account was rejected, there is nobody to share with, or the amount is less than
 * the shares
 */
export function checkSharing(call: Call, { amount, currency, application_fee, destination }: Shares): void {
  // `charges_enabled: false` blocks live charges only.
  if (call.account.platform !== undefined && ofCall(call).owner.rejected !== null) {
    throw invalidRequest('This account was rejected and cannot make charges.');
  }
  const isShared = application_fee !== undefined && application_fee !== null;
  if (isShared && call.account.platform === undefined && destination == null) {
    throw invalidRequest(
      'Can only apply an application_fee when the request is made on behalf of another account (using an OAuth key, the Stripe-Account header, or the destination parameter).',
      { param: 'application_fee' },
    );
  }
  if (isShared && application_fee > amount) {
    throw invalidRequest(
      `The application fee (${formatted(application_fee, currency)}) cannot be greater than the amount of the charge (${formatted(amount, currency)}).`,
      { param: 'application_fee' },
    );
  }
  if (destination != null) {
    const receiver = call.find(account, destination, 'destination');
    if (receiver.platform === null || receiver.rejected !== null) {
      throw invalidRequest(`The account ${destination} cannot receive funds.`, { param: 'destination' });
    }
  }
}

/** Returns the platform's part of a charge's fee, if the connected account makes the charge itself. */
export function feePartOf({ account: { platform } }: Call, charge: Charge): ApplicationFeePart | undefined {
  const { application_fee_amount: amount, destination } = charge;
  return platform === undefined || destination !== null || !amount
    ? undefined
    : { amount, application: platform.application };
}

/** Splits the money of a captured charge, after it has moved, and returns the changed charge. */
export function share(
  call: Call,
  charge: Charge,
  { amount, available_on }: BalanceTransaction,
): Partial<Charge> {
  const { id, currency, destination } = charge;
  const { platform } = call.account;
  if (destination !== null) {
    const { id: transfer, application_fee } = payAccount(call, {
      amount: charge.transfer_amount ?? amount,
      application_fee: charge.application_fee_amount ?? undefined,
      available_on,
      currency,
      destination,
      source_transaction: id,
      source_type: 'card',
    });
    return { transfer, application_fee };
  }
  if (platform === undefined) {
    return {};
  }
  startVerification(call);
  const part = feePartOf(call, charge);
  return part === undefined
    ? {}
    : {
        application_fee: takeFee(call.on(platform), {
          account: call.account.id,
          amount: part.amount,
          available_on,
          charge: id,
          currency,
          originating_transaction: null,
        }).id,
      };
}

/** Returns which failed card checks decline a charge of the account, even if the bank approves it. */
export function declineSettings(call: Call): {
  readonly avs_failure: boolean;
  readonly cvc_failure: boolean;
} {
  return call.account.platform === undefined
    ? { avs_failure: false, cvc_failure: false }
    : ofCall(call).owner.decline_charge_on;
}
