/** What `npm run check:stripe` asks an account: test-mode calls that leave nothing behind but test payments. */
import { StripeRefusal } from '#lib/errors.ts';
import * as accounts from '#lib/stripe/accounts.ts';
import * as balance from '#lib/stripe/balance.ts';
import * as receivers from '#lib/stripe/bitcoin-receivers.ts';
import * as charges from '#lib/stripe/charges.ts';
import type { Answer, Send } from '#lib/stripe/client.ts';
import * as customers from '#lib/stripe/customers.ts';
import { type AllParameters, DESCRIBED_VERSION, type Operation, TODAY } from '#lib/stripe/operation.ts';
import * as orders from '#lib/stripe/orders.ts';
import type { Parameters, Values } from '#lib/stripe/parameters.ts';
import * as paymentIntents from '#lib/stripe/payment-intents.ts';
import * as recipients from '#lib/stripe/recipients.ts';
import * as skus from '#lib/stripe/skus.ts';
import * as tokens from '#lib/stripe/tokens.ts';

/** The versions that the surfaces' callers were written for. */
export const OLD_VERSIONS = ['2013-08-13', DESCRIBED_VERSION] as const;

/** What is asked, by short names. */
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

/** What the account said. */
export interface Finding {
  readonly question: Question;
  /** What was asked, in words. */
  readonly asked: string;
  readonly accepted: boolean;
  /** Stripe's status and message where it rejected the call, or what is worth knowing of its reply. */
  readonly detail: string;
}

/** Calls an operation of the account at a version. */
type Ask = <P extends Parameters, A extends Parameters>(
  operation: Operation<P, A>,
  values: Values<AllParameters<P, A>>,
  version?: string,
) => Promise<Answer>;

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
 * Asks all questions, one after the other.
 * @throws {StripeRefusal} 401 when Stripe does not take the key
 * @throws {StripeUnreachable} when no answer of Stripe's comes
 */
export async function askAll(send: Send, apiKey: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const ask: Ask = (operation, values, apiVersion = DESCRIBED_VERSION) =>
    send(operation as Operation, values as Values<Parameters>, {
      apiKey,
      apiVersion,
      deadline: Date.now() + 30_000,
    });
  /** Asks one question; gives the reply where it was accepted. */
  async function put(
    question: Question,
    asked: string,
    call: () => Promise<Answer>,
    tell: (body: Answer['body']) => string = () => '',
  ): Promise<Answer['body'] | undefined> {
    try {
      const { body } = await call();
      findings.push({ question, asked, accepted: true, detail: tell(body) });
      return body;
    } catch (error) {
      if (!(error instanceof StripeRefusal) || error.status === 401) {
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

/** Adds to what is known of payment intents how their charges are shown at old versions. */
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
