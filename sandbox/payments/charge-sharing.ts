/** How a platform and a connected account share a charge; payments declares it, connect provides it. */
import type { Call } from '#sandbox/engine/call.ts';
import { port } from '#sandbox/engine/port.ts';
import type { ApplicationFeePart, BalanceTransaction } from './objects/balance-transactions.ts';
import type { Charge } from './objects/charges.ts';

/** What a charge is shared by. */
export interface Shares {
  readonly amount: number;
  readonly currency: string;
  readonly application_fee?: number | null | undefined;
  readonly destination?: string | null | undefined;
}

/** What is to be given back besides the refund itself. */
export interface ReversalOptions {
  readonly refund_application_fee?: boolean | undefined;
  readonly reverse_transfer?: boolean | undefined;
}

/** How much of a payment is returned. */
export interface ReturnedPayment {
  readonly amount: number;
  readonly refund_application_fee?: boolean | undefined;
  /** What is stored with the refund. */
  readonly refund: {
    readonly metadata?: Readonly<Record<string, string>>;
    readonly reason?: string | undefined;
  };
}

export interface ChargeSharing {
  /**
   * Checks that a charge can be made by its account, and shared as asked for.
   * @throws {StripeError} 400 when it cannot
   */
  check(call: Call, shares: Shares): void;
  /**
   * Checks that the account exists on whose behalf something is paid or set up.
   * @throws {StripeError} 400 when it does not
   */
  checkOnBehalfOf(call: Call, account: string): void;
  /** The platform's part of a charge's fee, where the connected account makes the charge itself. */
  feePartOf(call: Call, charge: Charge): ApplicationFeePart | undefined;
  /** Shares the money of a captured charge, once it has moved; gives the fields of the charge that change. */
  share(call: Call, charge: Charge, transaction: BalanceTransaction): Partial<Charge>;
  /**
   * Gives back what was shared of a charge, in proportion to the refund.
   * @throws {StripeError} 400 when nothing was shared in this way, or the account has not enough to give back
   */
  reverse(
    call: Call,
    refunded: Charge,
    amount: number,
    options: ReversalOptions,
  ): ApplicationFeePart | undefined;
  /**
   * Refunds a payment that a connected account got from its platform, by reversing the transfer that made it.
   * @throws {StripeError} 400 when the account has not enough to give back
   */
  returnPayment(call: Call, payment: Charge, returned: ReturnedPayment): void;
  /** Which checks of a card decline a charge of the account, even if the bank accepts it. */
  declineSettings(call: Call): { readonly avs_failure: boolean; readonly cvc_failure: boolean };
}

export const chargeSharing = port<ChargeSharing>('charge sharing');
