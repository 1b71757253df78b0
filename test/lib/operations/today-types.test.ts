/** The parameters of today's operations are those of the `stripe` package: the compiler checks it, the test that all are. */
import { expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import type * as charges from '#lib/operations/charges.ts';
import type * as customers from '#lib/operations/customers.ts';
import type * as invoices from '#lib/operations/invoices.ts';
import { type AllParameters, acceptedAt, type Operation, TODAY } from '#lib/operations/operation.ts';
import * as intents from '#lib/operations/payment-intents.ts';
import * as methods from '#lib/operations/payment-methods.ts';
import type * as refunds from '#lib/operations/refunds.ts';
import * as setups from '#lib/operations/setup-intents.ts';
import type * as subscriptions from '#lib/operations/subscriptions.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';

/** What a call of an operation may be given, without what stands in its path. */
type Given<O, InPath extends string = never> =
  O extends Operation<infer P, infer A> ? Omit<Values<AllParameters<P, A>>, InPath> : never;

/** What Stripe added to an operation. */
type Added<O> = O extends { additions?: infer A extends Parameters } ? Values<A> : never;

/** True where every value of the first fits the second, and the first has no name that the second does not know. */
type Fits<Ours, Theirs> = [Exclude<keyof Ours, keyof Theirs>] extends [never]
  ? Ours extends Theirs
    ? true
    : { mismatch: { [K in keyof Ours & keyof Theirs as Ours[K] extends Theirs[K] ? never : K]: Theirs[K] } }
  : { unknown: Exclude<keyof Ours, keyof Theirs> };

/** What the package leaves out of its types on purpose, or has no more: the card of a new method, and older names. */
type Untyped = 'payment_method_types' | 'payment_method_data';

/** Lists of 2013 are positioned by numbers. */
type Paging = 'count' | 'offset';

type Typed<O, InPath extends string = never> = Omit<Given<O, InPath>, Untyped | Paging>;

/** At creation, metadata may be given that holds nothing. */
type Created<O> = Omit<Typed<O>, 'metadata'>;

/** The compiler rejects whatever does not fit. */
const fits: Readonly<Record<string, true>> = {
  'payment_intents.create': true satisfies Fits<
    Created<typeof intents.create>,
    Stripe.PaymentIntentCreateParams
  >,
  'payment_intents.update': true satisfies Fits<
    Typed<typeof intents.update, 'intent'>,
    Stripe.PaymentIntentUpdateParams
  >,
  'payment_intents.confirm': true satisfies Fits<
    Typed<typeof intents.confirm, 'intent'>,
    Stripe.PaymentIntentConfirmParams
  >,
  'payment_intents.capture': true satisfies Fits<
    Typed<typeof intents.capture, 'intent'>,
    Stripe.PaymentIntentCaptureParams
  >,
  'payment_intents.cancel': true satisfies Fits<
    Typed<typeof intents.cancel, 'intent'>,
    Stripe.PaymentIntentCancelParams
  >,
  'payment_intents.list': true satisfies Fits<Typed<typeof intents.list>, Stripe.PaymentIntentListParams>,
  'payment_intents.payment_method_data': true satisfies Fits<
    Omit<NonNullable<Given<typeof intents.create>['payment_method_data']>, 'card' | 'metadata'>,
    Stripe.PaymentIntentCreateParams.PaymentMethodData
  >,
  'setup_intents.create': true satisfies Fits<Created<typeof setups.create>, Stripe.SetupIntentCreateParams>,
  'setup_intents.update': true satisfies Fits<
    Typed<typeof setups.update, 'intent'>,
    Stripe.SetupIntentUpdateParams
  >,
  'setup_intents.confirm': true satisfies Fits<
    Typed<typeof setups.confirm, 'intent'>,
    Stripe.SetupIntentConfirmParams
  >,
  'setup_intents.cancel': true satisfies Fits<
    Typed<typeof setups.cancel, 'intent'>,
    Stripe.SetupIntentCancelParams
  >,
  'setup_intents.list': true satisfies Fits<Typed<typeof setups.list>, Stripe.SetupIntentListParams>,
  'payment_methods.create': true satisfies Fits<
    Created<typeof methods.create>,
    Stripe.PaymentMethodCreateParams
  >,
  'payment_methods.update': true satisfies Fits<
    Typed<typeof methods.update, 'payment_method'>,
    Stripe.PaymentMethodUpdateParams
  >,
  'payment_methods.attach': true satisfies Fits<
    Typed<typeof methods.attach, 'payment_method'>,
    Stripe.PaymentMethodAttachParams
  >,
  'payment_methods.detach': true satisfies Fits<
    Typed<typeof methods.detach, 'payment_method'>,
    Stripe.PaymentMethodDetachParams
  >,
  'payment_methods.list': true satisfies Fits<Typed<typeof methods.list>, Stripe.PaymentMethodListParams>,
  'customers.listPaymentMethods': true satisfies Fits<
    Typed<typeof methods.listOfCustomer, 'customer'>,
    Stripe.CustomerListPaymentMethodsParams
  >,
  'charges.list': true satisfies Fits<Added<typeof charges.list>, Stripe.ChargeListParams>,
  'customers.create': true satisfies Fits<
    Omit<Added<typeof customers.create>, 'invoice_settings'>,
    Stripe.CustomerCreateParams
  >,
  'customers.update': true satisfies Fits<
    Omit<Added<typeof customers.update>, 'invoice_settings'>,
    Stripe.CustomerUpdateParams
  >,
  'invoices.pay': true satisfies Fits<Added<typeof invoices.pay>, Stripe.InvoicePayParams>,
  'refunds.create': true satisfies Fits<Added<typeof refunds.create>, Stripe.RefundCreateParams>,
  'refunds.list': true satisfies Fits<Added<typeof refunds.list>, Stripe.RefundListParams>,
  'subscriptions.create': true satisfies Fits<
    Added<typeof subscriptions.create>,
    Stripe.SubscriptionCreateParams
  >,
  'subscriptions.update': true satisfies Fits<
    Added<typeof subscriptions.update>,
    Stripe.SubscriptionUpdateParams
  >,
};

test('every operation of today is compared', () => {
  const compared = (resource: string, module: object) =>
    Object.entries(module as Record<string, Operation>).filter(
      ([name, operation]) =>
        Object.keys(acceptedAt(operation, TODAY)).some((key) => !operation.path.includes(`{${key}}`)) &&
        !(`${resource}.${name}` in fits) &&
        name !== 'listOfCustomer',
    );
  expect(compared('payment_intents', intents)).toEqual([]);
  expect(compared('setup_intents', setups)).toEqual([]);
  expect(compared('payment_methods', methods)).toEqual([]);
});
