/** What was written comes back, at every version. */
import { describe, expect, test } from '@jest/globals';
import { type Operation, pathParameters } from '#lib/operations/operation.ts';
import { DEFAULT_VERSION, isLater, NEWEST_VERSION } from '#sandbox/engine/api-version.ts';
import { loadVersions } from '#sandbox/versions/index.ts';
import { sampleOf } from '../../helpers/thorough.ts';
import { accounts, type Loose } from '../helpers.ts';
import { WRITING, type Written, writeAll } from '../written.ts';
import { writeLater } from '../written-later.ts';

const sandbox = accounts();
const { all: versions } = await loadVersions();

/** All that a version has is written: up to the default one what Stripe had in 2016, later what came since. */
const writeAt = (version: string) => (isLater(version) ? writeLater : writeAll)(sandbox.url, version);

/** Parameters that no reply shows under their names, by themselves or with their operation; why. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  amounts: 'say whether a bank account is one’s own',
  bank_account: 'shown as what it stands for',
  capture: 'shown as captured',
  card: 'shown as what it stands for',
  customer: 'shown where something belongs to one',
  external_account: 'shown as what it stands for',
  file: 'its bytes are not kept',
  ip: 'Stripe assesses risks by it',
  payment_user_agent: 'Stripe assesses risks by it',
  pii: 'not shown to anybody',
  prorate: 'is about how a change is made',
  proration_date: 'is about how a change is made',
  referrer: 'Stripe assesses risks by it',
  refund_application_fee: 'is about how a refund is made',
  refund_mispayments: 'is about what becomes of mispayments',
  request_id: 'only Stripe’s script reads it',
  refund_address: 'shown by the receiver; see the tests of bitcoin',
  reverse_transfer: 'is about how a refund is made',
  selected_shipping_method: 'shown where an order has several',
  source: 'shown as what it stands for',
  tax_id: 'shown as verified',
  trial_period_days: 'shown as trial_end, but for plans',
  uncaptured: 'shown as captured',
  user_agent: 'Stripe assesses risks by it',
  application_fee: 'shown as the id of what was taken',
  application_fee_percent: 'can be set by platforms alone',
  business_logo: 'needs an upload',
  confirm: 'shown as the status',
  error_on_requires_action: 'is about how a payment is confirmed',
  off_session: 'is about how a payment is confirmed',
  payment_method_data: 'shown as what it stands for',
  'POST /v1/payment_methods payment_method': 'a copy does not say what it was made from',
  'POST /v1/payment_intents statement_descriptor': 'rejected for cards',
  'POST /v1/payment_intents/{intent} statement_descriptor': 'rejected for cards',
  'POST /v1/payment_intents/{intent}/capture statement_descriptor': 'rejected for cards',
  'POST /v1/accounts/{account}/reject reason': 'shown as what is disabled',
  'POST /v1/charges/{charge}/capture amount': 'shown as amount_refunded',
  'POST /v1/files purpose': 'needs an upload',
  'POST /v1/invoiceitems invoice': 'needs an open invoice',
  'POST /v1/transfers/{id}/reversals description': 'Stripe describes no field for it',
  'POST /v1/transfers/{transfer}/reversals/{id} description': 'Stripe describes no field for it',
  'POST /v1/orders coupon': 'shown as a line',
  'POST /v1/orders/{id} coupon': 'shown as a line',
  'POST /v1/orders/{id} status': 'needs a paid order',
};

/** Where a reply shows a parameter, if not under its name. */
const SHOWN: Readonly<Record<string, (reply: Loose) => unknown>> = {
  amount_to_capture: (reply) => reply.amount_received,
  coupon: ({ discount }) => discount?.coupon.id,
  default_source: (reply) => reply.default_source ?? reply.default_card,
  items: ({ items: [first] }) => [first],
  plan: (reply) => subscriptionIn(reply)?.plan.id,
  quantity: (reply) => subscriptionIn(reply)?.quantity,
  statement_descriptor: (reply) => reply.statement_descriptor ?? reply.statement_description,
  tax_percent: (reply) => subscriptionIn(reply)?.tax_percent,
  trial_end: (reply) => subscriptionIn(reply)?.trial_end,
};

function subscriptionIn(reply: Loose): Loose {
  return reply.object === 'customer' ? (reply.subscription ?? reply.subscriptions.data[0]) : reply;
}

describe('what was written comes back', () => {
  test.each(sampleOf(versions, 4))('at %s', async (version) => {
    const written = await writeAt(version);
    const lacking = written.flatMap((one) => lackingIn(one, version));
    expect([...new Set(lacking)]).toEqual([]);
  });
});

test('everything that can be written is written, or is not shown for a reason', async () => {
  const eachVersion = await Promise.all(
    [DEFAULT_VERSION, versions.find(isLater)!, NEWEST_VERSION].map(writeAt),
  );
  const written = eachVersion.flat();
  const seen = new Set(
    written.flatMap(({ operation, given }) => Object.keys(given).map((name) => keyOf(operation, name))),
  );
  const called = new Set(written.map(({ operation }) => operation));
  /** What one address takes, another one takes as well, if it is called at all. */
  const isSeen = (operation: Operation, name: string): boolean =>
    seen.has(keyOf(operation, name)) ||
    (operation.aliasOf !== undefined && called.has(operation) && isSeen(operation.aliasOf, name));
  const left = WRITING.flatMap((operation) =>
    Object.entries(operation.parameters)
      .filter(([name, { otherNameOf }]) => otherNameOf === undefined && !isInPath(operation.path, name))
      .filter(([name]) => !isNotShown(operation, name) && !isSeen(operation, name))
      .map(([name]) => keyOf(operation, name)),
  );
  expect(left).toEqual([]);
});

/** What a reply does not show of what was written. */
function lackingIn({ operation, given, replies }: Written, version: string): string[] {
  return Object.entries(given)
    .filter(([name]) => !isNotShown(operation, name))
    .filter(([name]) => !(name === 'coupon' && isOfSubscription(operation.path) && version < '2014-01-31'))
    .flatMap(([name, value]) => {
      const shownIn = SHOWN[name] ?? ((reply: Loose) => reply[name]);
      const wrong = replies.filter((reply) => !holds(shownIn(reply), value));
      return wrong.map((reply) => `${keyOf(operation, name)} is ${JSON.stringify(shownIn(reply))}`);
    });
}

/** Calls that give back show what was paid; of bank accounts, what belongs to cards cannot be said. */
function isNotShown(operation: Operation, name: string): boolean {
  const { path } = operation;
  return (
    NOT_SHOWN[name] !== undefined ||
    NOT_SHOWN[keyOf(operation, name)] !== undefined ||
    path.endsWith('/refund') ||
    (path.includes('/bank_accounts/') && OF_CARDS.test(name))
  );
}

const OF_CARDS = /^(address_|exp_|name$)/;

/** Whether a value holds all that was written; numbers and booleans come back as such. */
function holds(shown: unknown, written: unknown): boolean {
  if (typeof written !== 'object' || written === null) {
    return shown === written;
  }
  const fields = Object.entries(written);
  return (
    typeof shown === 'object' &&
    shown !== null &&
    fields.every(([field, value]) => holds((shown as Loose)[field], value))
  );
}

/** Subscriptions had no discounts of their own until customers could have several. */
function isOfSubscription(path: string): boolean {
  return path.includes('subscription');
}

function isInPath(path: string, name: string): boolean {
  return pathParameters(path).includes(name);
}

function keyOf({ method, path }: Operation, name: string): string {
  return `${method} ${path} ${name}`;
}
