/** Example calls for each bridge, covering what its callers commonly send. */
import * as accounts from '#lib/operations/accounts.ts';
import * as cards from '#lib/operations/cards.ts';
import * as charges from '#lib/operations/charges.ts';
import * as ofCustomer from '#lib/operations/customer-subscriptions.ts';
import * as customers from '#lib/operations/customers.ts';
import * as events from '#lib/operations/events.ts';
import type { Operation } from '#lib/operations/operation.ts';
import * as plans from '#lib/operations/plans.ts';
import * as refunds from '#lib/operations/refunds.ts';
import * as sources from '#lib/operations/sources.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import * as tokens from '#lib/operations/tokens.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** Makes a bridged call without recording its requests. */
export type Prepare = <P extends Parameters>(
  operation: Operation<P>,
  values: Values<P>,
) => Promise<StripeResponse>;

/** An example of a bridged call. */
export interface BridgeCase {
  readonly operation: Operation;
  /** A description of the input. */
  readonly given: string;
  /** Creates the objects that the call needs, and returns its parameters. */
  values(prepare: Prepare): Promise<Readonly<Record<string, unknown>>>;
  /** Creates the connected account of the call, if it needs one. */
  on?(prepare: Prepare): Promise<string>;
}

function show<P extends Parameters>(
  operation: Operation<P>,
  given: string,
  values: (prepare: Prepare) => Promise<Values<P>> | Values<P>,
  more: Pick<BridgeCase, 'on'> = {},
): BridgeCase {
  return {
    operation: operation as Operation,
    given,
    values: async (prepare) => ({ ...(await values(prepare)) }),
    ...more,
  };
}

const PAYMENT = { amount: 500, currency: 'usd' } as const;
const A_CALL = 'any call';

async function idOf(answer: Promise<StripeResponse>): Promise<string> {
  return (await answer).body['id'] as string;
}

const withoutCard = (prepare: Prepare) => idOf(prepare(customers.create, {}));
const customer = (prepare: Prepare) => idOf(prepare(customers.create, { source: 'tok_visa' }));
const charge = (prepare: Prepare, more: object = {}) =>
  idOf(prepare(charges.create, { ...PAYMENT, source: 'tok_visa', ...more }));
const held = (prepare: Prepare) => charge(prepare, { capture: false });

async function card(prepare: Prepare): Promise<{ customer: string; id: string }> {
  const owner = await customer(prepare);
  return {
    customer: owner,
    id: await idOf(prepare(sources.create, { customer: owner, source: 'tok_visa' })),
  };
}

async function cardOfCustomer(prepare: Prepare): Promise<{ customer: string; card: string }> {
  const { customer: owner, id } = await card(prepare);
  return { customer: owner, card: id };
}

let made = 0;
async function plan(prepare: Prepare): Promise<string> {
  made += 1;
  return idOf(
    prepare(plans.create, { id: `plan-${made}`, name: 'Gold', ...PAYMENT, interval: 'month' } as const),
  );
}

async function subscription(prepare: Prepare): Promise<{ customer: string; subscription: string }> {
  const payer = await customer(prepare);
  const wanted = { customer: payer, plan: await plan(prepare) };
  return { customer: payer, subscription: await idOf(prepare(subscriptions.create, wanted)) };
}

/** The examples of card operations, which have two URLs. */
function ofCards(address: typeof cards | typeof sources): BridgeCase[] {
  // At the older URL, the payment source is called `card`; the rest is the same.
  const { create, retrieve, update, del, list } = address as typeof sources;
  const isOld = address === cards;
  const adding = (owner: string) =>
    (isOld ? { customer: owner, card: 'tok_visa' } : { customer: owner, source: 'tok_visa' }) as Values<
      typeof create.parameters
    >;
  return [
    show(create, 'a card token', async (prepare) => adding(await customer(prepare))),
    show(create, 'the first card of a customer', async (prepare) => adding(await withoutCard(prepare))),
    show(retrieve, A_CALL, card),
    show(update, A_CALL, async (prepare) => ({ ...(await card(prepare)), name: 'Jenny' })),
    show(del, 'a card', card),
    show(del, 'the default card, and the customer has others', async (prepare) => {
      const { customer: owner } = await card(prepare);
      const { body } = await prepare(customers.retrieve, { customer: owner });
      return { customer: owner, id: body['default_source'] as string };
    }),
    show(list, isOld ? A_CALL : 'no `object`', async (prepare) => ({ customer: await customer(prepare) })),
    ...(isOld
      ? []
      : [
          show(list, '`object=card`', async (prepare) => ({
            customer: await customer(prepare),
            object: 'card' as const,
          })),
        ]),
  ];
}

export const BRIDGE_CASES: readonly BridgeCase[] = [
  show(charges.create, 'a card token', () => ({ ...PAYMENT, source: 'tok_visa' })),
  show(charges.create, 'a saved card and its customer', async (prepare) => {
    const { customer: payer, id } = await card(prepare);
    return { ...PAYMENT, customer: payer, source: id };
  }),
  show(charges.create, 'a customer alone', async (prepare) => ({
    ...PAYMENT,
    customer: await customer(prepare),
  })),
  show(charges.retrieve, A_CALL, async (prepare) => ({ charge: await charge(prepare) })),
  show(charges.update, A_CALL, async (prepare) => ({ charge: await charge(prepare), description: 'Socks' })),
  show(charges.capture, 'a charge of a PaymentIntent', async (prepare) => ({ charge: await held(prepare) })),
  show(charges.capture, 'a charge of a PaymentIntent and `receipt_email`', async (prepare) => ({
    charge: await held(prepare),
    receipt_email: 'jenny@example.com',
  })),
  show(charges.refund, 'a captured charge', async (prepare) => ({ charge: await charge(prepare) })),
  show(charges.refund, 'an uncaptured charge', async (prepare) => ({ charge: await held(prepare) })),
  show(charges.list, A_CALL, async (prepare) => {
    await charge(prepare);
    return { limit: 1 };
  }),
  show(customers.create, 'no card', () => ({})),
  show(customers.create, 'a card token', () => ({ source: 'tok_visa' })),
  show(customers.retrieve, A_CALL, async (prepare) => ({ customer: await customer(prepare) })),
  show(customers.update, 'no card', async (prepare) => ({
    customer: await customer(prepare),
    description: 'Jenny',
  })),
  show(customers.update, 'a card token, in place of the default card', async (prepare) => ({
    customer: await customer(prepare),
    source: 'tok_visa',
  })),
  show(customers.update, 'another of the cards as the default', async (prepare) => {
    const { customer: owner, id } = await card(prepare);
    return { customer: owner, default_source: id };
  }),
  show(customers.list, 'one customer; one request more for each further one', async (prepare) => {
    await customer(prepare);
    return { limit: 1 };
  }),
  ...ofCards(cards),
  ...ofCards(sources),
  show(tokens.create, 'a customer’s card, for a connected account', cardOfCustomer, {
    on: (prepare) => idOf(prepare(accounts.create, { managed: true, country: 'US' })),
  }),
  show(tokens.create, 'a bank account, personal data, or a card by its number', () => ({
    bank_account: { country: 'US', account_number: '000123456789', routing_number: '110000000' },
  })),
  show(tokens.retrieve, 'a token', async (prepare) => {
    const bank = { country: 'US', account_number: '000123456789', routing_number: '110000000' };
    return { token: await idOf(prepare(tokens.create, { bank_account: bank })) };
  }),
  show(tokens.retrieve, 'a PaymentMethod that stands in for a token', async (prepare) => ({
    token: (await card(prepare)).id,
  })),
  ...[subscriptions.create, ofCustomer.create, ofCustomer.updateOnly].flatMap((operation) => [
    show(operation as typeof ofCustomer.create, 'no card', async (prepare) => ({
      customer: await customer(prepare),
      plan: await plan(prepare),
    })),
    show(operation as typeof ofCustomer.create, 'a card token', async (prepare) => ({
      customer: await customer(prepare),
      plan: await plan(prepare),
      source: 'tok_visa',
    })),
  ]),
  show(subscriptions.update, 'no card', async (prepare) => ({
    subscription: (await subscription(prepare)).subscription,
    quantity: 2,
  })),
  show(subscriptions.update, 'a card token', async (prepare) => ({
    subscription: (await subscription(prepare)).subscription,
    source: 'tok_visa',
  })),
  show(ofCustomer.update, 'no card', async (prepare) => ({ ...(await subscription(prepare)), quantity: 2 })),
  show(ofCustomer.update, 'a card token', async (prepare) => ({
    ...(await subscription(prepare)),
    source: 'tok_visa',
  })),
  show(refunds.create, 'a captured charge', async (prepare) => ({ charge: await charge(prepare) })),
  show(refunds.create, 'an uncaptured charge', async (prepare) => ({ charge: await held(prepare) })),
  show(refunds.retrieve, 'a refund', async (prepare) => ({
    refund: await idOf(prepare(refunds.create, { charge: await charge(prepare) })),
  })),
  show(refunds.retrieve, 'the release of an uncaptured charge', async (prepare) => ({
    refund: await idOf(prepare(refunds.create, { charge: await held(prepare) })),
  })),
  show(events.retrieve, A_CALL, async (prepare) => {
    await charge(prepare);
    const { body } = await prepare(events.list, { limit: 1 });
    return { id: (body['data'] as { id: string }[])[0]!.id };
  }),
  show(events.list, A_CALL, () => ({ limit: 1 })),
];
