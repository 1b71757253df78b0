/** How a platform and a connected account share a charge. Payments declares this port; connect provides it. */
import type { Call } from '#sandbox/engine/call.ts';
import { port } from '#sandbox/engine/port.ts';
import type { ApplicationFeePart, BalanceTransaction } from './objects/balance-transactions.ts';
import type { Charge } from './objects/charges.ts';

/** How a charge is shared. */
export interface Shares {
  readonly amount: number;
  readonly currency: string;
  readonly application_fee?: number | null | undefined;
  readonly destination?: string | null | undefined;
}

/** What is returned in addition to the refund itself. */
export interface ReversalOptions {
  readonly refund_application_fee?: boolean | undefined;
  readonly reverse_transfer?: boolean | undefined;
}

/** The returned part of a payment. */
export interface ReturnedPayment {
  readonly amount: number;
  readonly refund_application_fee?: boolean | undefined;
  /** Fields that are stored with the refund. */
  readonly refund: {
    readonly metadata?: Readonly<Record<string, string>>;
    readonly reason?: string | undefined;
  };
}

export interface ChargeSharing {
  /**
   * Checks that the account can make a charge and share it as requested.
   * @throws {StripeError} 400 when it cannot
   */
  check(call: Call, shares: Shares): void;
  /**
   * Checks that the account in `on_behalf_of` exists.
   * @throws {StripeError} 400 when it does not
   */
  checkOnBehalfOf(call: Call, account: string): void;
  /** Returns the platform's part of a charge's fee, if the connected account makes the charge itself. */
  feePartOf(call: Call, charge: Charge): ApplicationFeePart | undefined;
  /** Shares the money of a captured charge, once it has moved; returns the changed fields of the charge. */
  share(call: Call, charge: Charge, transaction: BalanceTransaction): Partial<Charge>;
  /**
   * Returns the shares of a charge in proportion to the refund.
   * @throws {StripeError} 400 when nothing was shared in this way, or the account does not have enough money
   */
  reverse(
    call: Call,
    refunded: Charge,
    amount: number,
    options: ReversalOptions,
  ): ApplicationFeePart | undefined;
  /**
   * Refunds a payment that a connected account got from its platform, by reversing its transfer.
   * @throws {StripeError} 400 when the account does not have enough money
   */
  returnPayment(call: Call, payment: Charge, returned: ReturnedPayment): void;
  /** Returns which failed card checks decline a charge of the account, even if the bank approves it. */
  declineSettings(call: Call): { readonly avs_failure: boolean; readonly cvc_failure: boolean };
}

export const chargeSharing = port<ChargeSharing>('charge sharing');
