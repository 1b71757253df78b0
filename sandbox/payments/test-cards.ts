/**
 * Stripe's documented test cards and tokens, and what each of them causes. A card stores the name of its outcome,
 * never its number.
 */

/** The reason that a bank or Stripe gives for declining a charge. */
export interface Decline {
  readonly code: string;
  readonly decline_code?: string;
  readonly message: string;
  readonly param?: string;
}

/** What happens when a card is used. */
export interface CardOutcome {
  /** Every charge is declined. */
  readonly decline?: Decline;
  /** The card can be attached to a customer although charges are declined. */
  readonly attaches?: true;
  /** Stripe blocks the charge; the bank is not asked. */
  readonly blocked?: true;
  readonly elevatedRisk?: true;
  /** Why a charge is disputed after it succeeded. */
  readonly dispute?: 'fraudulent' | 'product_not_received';
  /** The dispute is an inquiry, which takes no money. */
  readonly inquiry?: true;
  /** The funds are available at once. */
  readonly availableAtOnce?: true;
  /** Transfers to it are declined. */
  readonly transferFails?: true;
  /**
   * When the bank requires authentication: always, unless the card was set up for off-session payments, or only
   * on-session.
   */
  readonly authentication?: 'always' | 'unless_set_up' | 'on_session';
  /** What happens to a refund: it succeeds a little later, or fails after it succeeded. */
  readonly refund?: 'pending' | 'fails';
  /** Checks that do not pass. */
  readonly checks?: { readonly [check in CheckName]?: 'fail' | 'unavailable' };
}

export type CheckName = 'address_line1_check' | 'address_zip_check' | 'cvc_check';

const declined = (decline_code: string, message = 'Your card was declined.'): Decline => ({
  code: 'card_declined',
  decline_code,
  message,
});

export const DECLINES = {
  generic: declined('generic_decline'),
  insufficient_funds: declined('insufficient_funds', 'Your card has insufficient funds.'),
  lost_card: declined('lost_card'),
  stolen_card: declined('stolen_card'),
  fraudulent: declined('fraudulent'),
  velocity: declined(
    'card_velocity_exceeded',
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  ),
  authentication_required: declined(
    'authentication_required',
    'Your card was declined. This transaction requires authentication.',
  ),
  live_card: declined(
    'test_mode_live_card',
    'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
  ),
  incorrect_cvc: {
    code: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    param: 'cvc',
  },
  incorrect_zip: {
    code: 'incorrect_zip',
    message: 'The zip code you supplied failed validation.',
    param: 'address_zip',
  },
  expired_card: { code: 'expired_card', message: 'Your card has expired.', param: 'exp_month' },
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
} satisfies Record<string, Decline>;

export const OUTCOMES = {
  success: {},
  available_at_once: { availableAtOnce: true },
  transfers_fail: { transferFails: true },
  address_fail: { checks: { address_line1_check: 'fail', address_zip_check: 'fail' } },
  address_line1_fail: { checks: { address_line1_check: 'fail' } },
  address_zip_fail: { checks: { address_zip_check: 'fail' } },
  address_unavailable: { checks: { address_line1_check: 'unavailable', address_zip_check: 'unavailable' } },
  cvc_fail: { checks: { cvc_check: 'fail' } },
  elevated_risk: { elevatedRisk: true },
  decline_after_attaching: { decline: DECLINES.generic, attaches: true },
  decline: { decline: DECLINES.generic },
  decline_insufficient_funds: { decline: DECLINES.insufficient_funds },
  decline_lost_card: { decline: DECLINES.lost_card },
  decline_stolen_card: { decline: DECLINES.stolen_card },
  decline_fraudulent: { decline: DECLINES.fraudulent, blocked: true },
  decline_velocity: { decline: DECLINES.velocity },
  decline_authentication_required: { decline: DECLINES.authentication_required },
  decline_incorrect_cvc: { decline: DECLINES.incorrect_cvc, checks: { cvc_check: 'fail' } },
  decline_incorrect_zip: { decline: DECLINES.incorrect_zip, checks: { address_zip_check: 'fail' } },
  decline_expired: { decline: DECLINES.expired_card },
  decline_processing_error: { decline: DECLINES.processing_error },
  dispute_fraudulent: { dispute: 'fraudulent' },
  dispute_not_received: { dispute: 'product_not_received' },
  dispute_inquiry: { dispute: 'fraudulent', inquiry: true },
  authenticate_always: { authentication: 'always' },
  authenticate_unless_set_up: { authentication: 'unless_set_up' },
  authenticate_on_session: { authentication: 'on_session' },
  authenticate_then_decline: { authentication: 'always', decline: DECLINES.generic, attaches: true },
  authenticate_then_insufficient_funds: {
    authentication: 'always',
    decline: DECLINES.insufficient_funds,
    attaches: true,
  },
  refund_pending: { refund: 'pending' },
  refund_fails: { refund: 'fails' },
} satisfies Record<string, CardOutcome>;

export type OutcomeName = keyof typeof OUTCOMES;

/** Returns the outcome with a name. */
export function outcomeOf(name: OutcomeName): CardOutcome {
  return OUTCOMES[name];
}

export type Brand = 'Visa' | 'MasterCard' | 'American Express' | 'Discover' | 'Diners Club' | 'JCB';

/** What a number stands for. */
export interface TestCard {
  readonly number: string;
  readonly brand: Brand;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly outcome: OutcomeName;
  /** Tokens of the card. Unlike other tokens, they can be reused. */
  readonly tokens: readonly string[];
}

function card(
  number: string,
  outcome: OutcomeName = 'success',
  tokens: readonly string[] = [],
  { brand = 'Visa', funding = 'credit' }: Partial<TestCard> = {},
): TestCard {
  return { number, brand, funding, outcome, tokens };
}

/** All test cards. */
export const TEST_CARDS: readonly TestCard[] = [
  card('4242424242424242', 'success', ['tok_visa']),
  card('4012888888881881'),
  card('4000056655665556', 'success', ['tok_visa_debit'], { funding: 'debit' }),
  card('4000056655665564', 'transfers_fail', [], { funding: 'debit' }),
  card('5555555555554444', 'success', ['tok_mastercard'], { brand: 'MasterCard' }),
  card('5200828282828210', 'success', [], { brand: 'MasterCard', funding: 'debit' }),
  card('2223003122003222', 'success', ['tok_mastercard_debit'], { brand: 'MasterCard', funding: 'debit' }),
  card('5105105105105100', 'success', ['tok_mastercard_prepaid'], {
    brand: 'MasterCard',
    funding: 'prepaid',
  }),
  card('378282246310005', 'success', [], { brand: 'American Express' }),
  card('371449635398431', 'success', ['tok_amex'], { brand: 'American Express' }),
  card('6011111111111117', 'success', ['tok_discover'], { brand: 'Discover' }),
  card('6011000990139424', 'success', [], { brand: 'Discover' }),
  card('30569309025904', 'success', ['tok_diners'], { brand: 'Diners Club' }),
  card('38520000023237', 'success', [], { brand: 'Diners Club' }),
  card('3530111333300000', 'success', ['tok_jcb'], { brand: 'JCB' }),
  card('3566002020360505', 'success', [], { brand: 'JCB' }),
  card('4000000000000077', 'available_at_once', ['tok_bypassPending']),
  card('4000000000000010', 'address_fail'),
  card('4000000000000028', 'address_line1_fail'),
  card('4000000000000036', 'address_zip_fail'),
  card('4000000000000044', 'address_unavailable'),
  card('4000000000000101', 'cvc_fail'),
  card('4000000000009235', 'elevated_risk', ['tok_riskLevelElevated']),
  card('4000000000000341', 'decline_after_attaching', ['tok_chargeCustomerFail']),
  card('4000000000000002', 'decline', ['tok_chargeDeclined']),
  card('4000000000009995', 'decline_insufficient_funds', ['tok_chargeDeclinedInsufficientFunds']),
  card('4000000000009987', 'decline_lost_card', ['tok_chargeDeclinedLostCard']),
  card('4000000000009979', 'decline_stolen_card', ['tok_chargeDeclinedStolenCard']),
  card('4000000000006975', 'decline_velocity', ['tok_chargeDeclinedVelocityLimitExceeded']),
  card('4100000000000019', 'decline_fraudulent', ['tok_chargeDeclinedFraudulent']),
  card('4000000000000127', 'decline_incorrect_cvc', ['tok_chargeDeclinedIncorrectCvc']),
  card('4000000000000069', 'decline_expired', ['tok_chargeDeclinedExpiredCard']),
  card('4000000000000119', 'decline_processing_error', ['tok_chargeDeclinedProcessingError']),
  card('4000000000000259', 'dispute_fraudulent', ['tok_createDispute']),
  card('4000000000002685', 'dispute_not_received', ['tok_createDisputeProductNotReceived']),
  card('4000000000001976', 'dispute_inquiry', ['tok_createDisputeInquiry']),
  card('4000002500003155', 'authenticate_unless_set_up', ['tok_authenticationRequiredOnSetup']),
  card('4000002760003184', 'authenticate_always', ['tok_authenticationRequired']),
  card('4000003800000446', 'authenticate_on_session', ['tok_authenticationRequiredSetupForOffSession']),
  card('4000008260003178', 'authenticate_then_insufficient_funds', [
    'tok_authenticationRequiredChargeDeclinedInsufficientFunds',
  ]),
  card('4000000000003220', 'authenticate_always', ['tok_threeDSecure2Required']),
  card('4000008400001629', 'authenticate_then_decline', ['tok_threeDSecureRequiredChargeDeclined']),
  card('4000000000003055', 'success', ['tok_threeDSecureOptional']),
  card('4000000000007726', 'refund_pending', ['tok_pendingRefund']),
  card('4000000000005126', 'refund_fails', ['tok_refundFail']),
];

const BY_NUMBER = new Map(TEST_CARDS.map((one) => [one.number, one]));
const BY_TOKEN = new Map(TEST_CARDS.flatMap((one) => one.tokens.map((token) => [token, one] as const)));

export function testCardOfNumber(number: string): TestCard | undefined {
  return BY_NUMBER.get(number);
}

/** Finds the card of a test token; some tokens also contain the brand: `tok_visa_chargeDeclined`. */
export function testCardOfToken(token: string): TestCard | undefined {
  return BY_TOKEN.get(token) ?? BY_TOKEN.get(token.replace(/^tok_visa_/, 'tok_'));
}

/** Finds the card of a test payment method, which is named like the token of the card: `pm_card_visa`. */
export function testCardOfMethod(id: string): TestCard | undefined {
  return id.startsWith('pm_card_') ? testCardOfToken(id.replace(/^pm_card_/, 'tok_')) : undefined;
}

/** Whether the cardholder must authenticate a payment with a card. */
export function needsAuthentication(
  { authentication }: CardOutcome,
  { isSetUp, offSession }: { readonly isSetUp: boolean; readonly offSession: boolean },
): boolean {
  return (
    authentication === 'always' ||
    (authentication === 'unless_set_up' && !isSetUp) ||
    (authentication === 'on_session' && !offSession)
  );
}
