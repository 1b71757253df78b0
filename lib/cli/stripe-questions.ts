/** The checks of `npm run check:stripe`: test mode calls that leave nothing behind but test payments. */
import * as accounts from '#lib/operations/accounts.ts';
import * as balance from '#lib/operations/balance.ts';
import * as receivers from '#lib/operations/bitcoin-receivers.ts';
import * as charges from '#lib/operations/charges.ts';
import * as customers from '#lib/operations/customers.ts';
import { type AllParameters, DESCRIBED_VERSION, type Operation, TODAY } from '#lib/operations/operation.ts';
import * as orders from '#lib/operations/orders.ts';
import * as paymentIntents from '#lib/operations/payment-intents.ts';
import * as recipients from '#lib/operations/recipients.ts';
import * as skus from '#lib/operations/skus.ts';
import * as tokens from '#lib/operations/tokens.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import type { Send } from '#lib/stripe/send.ts';

/** The API versions that callers were written for. */
export const OLD_VERSIONS = ['2013-08-13', DESCRIBED_VERSION] as const;

/** The checks, by short names. */
export type Question =
  | (typeof OLD_VERSIONS)[number]
  | 'card_tokens_on_charges'
  | 'card_tokens_on_customers'
  | 'charging_a_saved_card'
  | 'raw_card_numbers'
  | 'accounts_v1'
  | 'payment_intents'
  | 'off_session'
  | 'both_flags'
  | 'recipients'
  | 'skus'
  | 'orders'
  | 'bitcoin';

/** The result of a check. */
export interface Finding {
  readonly question: Question;
  /** A description of the check. */
  readonly asked: string;
  readonly accepted: boolean;
  /** Stripe's status and message if it rejected the call, or a remark on the response. */
  readonly detail: string;
}

/** Calls an operation at an API version. */
type Ask = <P extends Parameters, A extends Parameters>(
  operation: Operation<P, A>,
  values: Values<AllParameters<P, A>>,
  version?: string,
) => Promise<StripeResponse>;

const PAYMENT = {
  amount: 100,
  currency: 'usd',
  description: 'npm run check:stripe',
} as const;

const CONFIRMED = {
  ...PAYMENT,
  confirm: true,
  capture_method: 'automatic',
  allowed_payment_method_types: ['card'] as ['card'],
} as const;

/**
 * Runs all checks, one after the other.
 * @throws {StripeApiError} 401 if Stripe rejects the key
 * @throws {StripeConnectionError} if Stripe does not respond
 */
export async function askAll(send: Send, apiKey: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const ask: Ask = (operation, values, apiVersion = DESCRIBED_VERSION) =>
    send(operation as Operation, values as Values<Parameters>, {
      apiKey,
      apiVersion,
      deadline: Date.now() + 30_000,
    });
  /** Runs one check; returns the response if the call was accepted. */
  async function put(
    question: Question,
    asked: string,
    call: () => Promise<StripeResponse>,
    tell: (body: StripeResponse['body']) => string = () => '',
  ): Promise<StripeResponse['body'] | undefined> {
    try {
      const { body } = await call();
      findings.push({ question, asked, accepted: true, detail: tell(body) });
      return body;
    } catch (error) {
      if (!(error instanceof StripeApiError) || error.status === 401) {
        throw error;
      }
      findings.push({ question, asked, accepted: false, detail: `${error.status}: ${error.message}` });
      return undefined;
    }
  }

  for (const version of OLD_VERSIONS) {
    await put(version, `Stripe-Version ${version}`, () => ask(balance.retrieve, {}, version));
  }
  await put('card_tokens_on_charges', 'a card token on POST /v1/charges', () =>
    ask(charges.create, { ...PAYMENT, source: 'tok_visa' }),
  );
  const saved = await put('card_tokens_on_customers', 'a card token on POST /v1/customers', () =>
    ask(customers.create, { description: PAYMENT.description, source: 'tok_visa' }),
  );
  if (saved !== undefined) {
    const customer = saved['id'] as string;
    await put('charging_a_saved_card', 'a saved card on POST /v1/charges', () =>
      ask(charges.create, { ...PAYMENT, customer }),
    );
    await ask(customers.del, { customer });
  }
  const number = { number: '4242424242424242', exp_month: 12, exp_year: nextYear(), cvc: '123' };
  await put('raw_card_numbers', 'a card number on POST /v1/tokens', () =>
    ask(tokens.create, { card: number }),
  );
  const connected = await put('accounts_v1', 'POST /v1/accounts', () =>
    ask(accounts.create, { country: 'US', managed: true }),
  );
  if (connected !== undefined) {
    await ask(accounts.del, { account: connected['id'] as string });
  }
  const payment_method_data = { type: 'card', card: { token: 'tok_visa' } } as const;
  const paid = await put(
    'payment_intents',
    'a card token on POST /v1/payment_intents, with error_on_requires_action',
    () =>
      ask(
        paymentIntents.create,
        { ...CONFIRMED, payment_method_data, error_on_requires_action: true },
        TODAY,
      ),
    ({ status }) => `status ${status}`,
  );
  if (paid !== undefined) {
    await tellOfCharge(ask, paid['latest_charge'] as string, findings);
  }
  const saving = { ...CONFIRMED, payment_method: 'pm_card_visa' };
  await put('off_session', 'a PaymentIntent with off_session', () =>
    ask(paymentIntents.create, { ...saving, off_session: true }, TODAY),
  );
  await put('both_flags', 'a PaymentIntent with error_on_requires_action and off_session', () =>
    ask(paymentIntents.create, { ...saving, error_on_requires_action: true, off_session: true }, TODAY),
  );
  await put('recipients', 'GET /v1/recipients', () => ask(recipients.list, {}));
  await put('skus', 'GET /v1/skus', () => ask(skus.list, {}));
  await put('orders', 'GET /v1/orders', () => ask(orders.list, {}));
  await put('bitcoin', 'GET /v1/bitcoin/receivers', () => ask(receivers.list, {}));
  return findings;
}

/** Adds to the checks of PaymentIntents how their charges appear in old versions. */
async function tellOfCharge(ask: Ask, charge: string, findings: Finding[]): Promise<void> {
  const { body: now } = await ask(charges.retrieve, { charge }, TODAY);
  const settled =
    now['balance_transaction'] === null ? 'no balance_transaction yet' : 'a balance_transaction';
  const shown = [];
  for (const version of OLD_VERSIONS) {
    if (findings.some(({ question, accepted }) => question === version && accepted)) {
      const { body } = await ask(charges.retrieve, { charge }, version);
      const fields = ['source', 'card', 'refunds', 'payment_method_details', 'status'].map(
        (name) => `${name} ${inWords(body[name])}`,
      );
      shown.push(`at ${version} ${fields.join(', ')}`);
    }
  }
  const last = findings.pop()!;
  findings.push({ ...last, detail: `${last.detail}; its charge has ${[settled, ...shown].join('; ')}` });
}

function inWords(value: unknown): string {
  if (value === undefined) {
    return 'absent';
  }
  return typeof value === 'object' && value !== null
    ? Array.isArray(value)
      ? 'an array'
      : 'an object'
    : String(value);
}

function nextYear(): number {
  return new Date().getUTCFullYear() + 1;
}
