/** The API policies of an account: what Stripe still accepts from it of what it has withdrawn from new accounts. */
import type { Operation } from '#lib/operations/operation.ts';
import { unrecognizedUrl } from '#lib/stripe/error-messages.ts';
import { invalidRequest } from './errors.ts';

/** What is accepted. */
export interface Policies {
  /** Card tokens and card dictionaries, on charges and customers and wherever they add a card to a customer. */
  readonly card_tokens: boolean;
  /** Card numbers. */
  readonly raw_card_numbers: boolean;
  /** Connected accounts created by `POST /v1/accounts`. */
  readonly accounts_v1: boolean;
  /** Charges without a PaymentIntent. */
  readonly charges_create: boolean;
  /** Operations that Stripe has retired: orders, order returns, SKUs, recipients, Bitcoin receivers. */
  readonly retired_operations: boolean;
}

/** The policies of two kinds of accounts: an existing one, and one that is opened today. */
export const POLICIES = {
  existing: {
    card_tokens: true,
    raw_card_numbers: true,
    accounts_v1: true,
    charges_create: true,
    retired_operations: true,
  },
  today: {
    card_tokens: false,
    raw_card_numbers: false,
    accounts_v1: false,
    charges_create: true,
    retired_operations: false,
  },
} as const satisfies Record<string, Policies>;

export type AccountKind = keyof typeof POLICIES;

/** The settings in the environment for new accounts. */
interface PolicySettings {
  readonly SANDBOX_ACCOUNTS?: AccountKind | undefined;
  readonly SANDBOX_CARD_TOKENS?: boolean | undefined;
  readonly SANDBOX_RAW_CARD_NUMBERS?: boolean | undefined;
  readonly SANDBOX_ACCOUNTS_V1?: boolean | undefined;
  readonly SANDBOX_CHARGES_CREATE?: boolean | undefined;
  readonly SANDBOX_RETIRED_OPERATIONS?: boolean | undefined;
}

/** Returns the policies of new accounts from the settings. */
export function policiesOf(settings: PolicySettings): Policies {
  const kind = POLICIES[settings.SANDBOX_ACCOUNTS ?? 'existing'];
  return {
    card_tokens: settings.SANDBOX_CARD_TOKENS ?? kind.card_tokens,
    raw_card_numbers: settings.SANDBOX_RAW_CARD_NUMBERS ?? kind.raw_card_numbers,
    accounts_v1: settings.SANDBOX_ACCOUNTS_V1 ?? kind.accounts_v1,
    charges_create: settings.SANDBOX_CHARGES_CREATE ?? kind.charges_create,
    retired_operations: settings.SANDBOX_RETIRED_OPERATIONS ?? kind.retired_operations,
  };
}

const REJECTIONS: Readonly<Record<Exclude<keyof Policies, 'retired_operations'>, string>> = {
  card_tokens:
    'Card tokens have reached their end of life on the Charges and Customers APIs. Use PaymentIntents and PaymentMethods instead, or allow card tokens under API policies: https://dashboard.stripe.com/settings/developers/api-policies',
  raw_card_numbers:
    'Sending credit card numbers directly to the Stripe API is generally unsafe. To test, use test tokens that stand for test cards. To enable your account for card numbers, see https://support.stripe.com/questions/enabling-access-to-raw-card-data-apis.',
  accounts_v1:
    'Stripe no longer recommends Accounts v1 for new Connect integrations. Create accounts by POST /v2/core/accounts, or enable Accounts v1 support under API policies: https://dashboard.stripe.com/settings/developers/api-policies',
  charges_create:
    'Charges can no longer be created by POST /v1/charges. Use PaymentIntents instead, or allow it under API policies: https://dashboard.stripe.com/settings/developers/api-policies',
};

/** @throws {StripeError} 400 when the account's policies do not allow it */
export function checkPolicy(policies: Policies, policy: keyof typeof REJECTIONS): void {
  if (!policies[policy]) {
    throw invalidRequest(REJECTIONS[policy]);
  }
}

/**
 * How Stripe rejects a retired operation is not recorded; here it is an unknown URL.
 * @throws {StripeError} 404 when the operation is retired and not accepted
 */
export function checkRetired(
  { retired_operations }: Policies,
  { retired, method }: Operation,
  path: string,
): void {
  if (retired !== undefined && !retired_operations) {
    throw invalidRequest(unrecognizedUrl(method, path), { status: 404 });
  }
}
