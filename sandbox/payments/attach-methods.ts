/** Creates and finds payment methods, attaches them to customers and detaches them. */
import type { methodData } from '#lib/operations/payment-method-fields.ts';
import type { ValueOf } from '#lib/parameters/parameters.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { cardError, invalidRequest } from '#sandbox/engine/errors.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import type { Card } from '#sandbox/payments/objects/cards.ts';
import { isPaymentMethod } from '#sandbox/payments/objects/charge-details.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import {
  asCard,
  asMethod,
  type PaymentMethod,
  paymentMethod,
} from '#sandbox/payments/objects/payment-methods.ts';
import { type CardFields, cardFromTestCard } from './cards.ts';
import { removeSource } from './sources.ts';
import { type CardOutcome, outcomeOf, testCardOfMethod } from './test-cards.ts';
import { cardFromNumber, isCardToken, resolveSource } from './tokens.ts';

type Data = ValueOf<typeof methodData>;
type BillingDetails = NonNullable<Data['billing_details']>;

/** Creates a payment method from a card token or a card number. */
export function makeMethod(call: Call, given: Data): PaymentMethod {
  const { billing_details, card: cardGiven } = given;
  if (cardGiven === undefined) {
    throw missing('card');
  }
  return keep(call, resolveCard(call, cardGiven), {
    ...(billing_details && billed(billing_details)),
    allow_redisplay: given.allow_redisplay,
    metadata: call.metadata(given.metadata),
  });
}

/** Copies a payment method; the copy belongs to no customer. */
export function copyMethod(call: Call, { isSpent: _, ...method }: PaymentMethod): PaymentMethod {
  return keep(call, asCard(method), {});
}

function keep(call: Call, { customer: _, ...card }: Card, changes: Partial<PaymentMethod>): PaymentMethod {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const id = call.newId(paymentMethod);
  return call.create(paymentMethod, unchecked({ ...card, ...given, id }));
}

/** The checks of a card are known only once it is attached or charged. */
function unchecked<T extends Omit<PaymentMethod, 'object' | 'created'>>(method: T): T {
  const { address_line1, address_zip } = method;
  return {
    ...method,
    address_line1_check: address_line1 === null ? null : 'unchecked',
    address_zip_check: address_zip === null ? null : 'unchecked',
    cvc_check: 'unchecked',
  };
}

/** Returns the method with the results of the bank's checks. */
export function checkedMethod(call: Call, method: PaymentMethod): PaymentMethod {
  const { checks = {} }: CardOutcome = outcomeOf(method.outcome);
  const after = (check: keyof typeof checks) =>
    method[check] === 'unchecked' ? (checks[check] ?? 'pass') : method[check];
  return call.change(paymentMethod, method, {
    address_line1_check: after('address_line1_check'),
    address_zip_check: after('address_zip_check'),
    cvc_check: after('cvc_check'),
  });
}

function resolveCard(call: Call, given: NonNullable<Data['card']>): Card {
  const { token, ...fields } = given;
  const [other] = Object.keys(fields);
  if (token !== undefined && other !== undefined) {
    throw invalidRequest('Give either a token or the fields of a card.', { param: `card[${other}]` });
  }
  if (token !== undefined) {
    return cardOfToken(call, token);
  }
  for (const name of ['number', 'exp_month', 'exp_year'] as const) {
    if (fields[name] === undefined) {
      throw missing(`card[${name}]`);
    }
  }
  return cardFromNumber(call, fields as CardFields);
}

function cardOfToken(call: Call, token: string): Card {
  if (!isCardToken(call, token)) {
    throw invalidRequest('Invalid token id: there is no such card token.', { param: 'token' });
  }
  return resolveSource(call, token, 'token') as Card;
}

function missing(param: string) {
  return invalidRequest(`Missing required param: ${param}.`, { param, code: 'parameter_missing' });
}

/** Returns the changes to a card that billing details imply. */
export function billed({ address, ...who }: BillingDetails): Partial<PaymentMethod> {
  const orUnset = <T>(value: T | '' | undefined) => (value === '' ? null : value);
  const { line1, line2, city, state, postal_code, country } = address || {};
  const changes: Partial<PaymentMethod> = {
    email: orUnset(who.email),
    name: orUnset(who.name),
    phone: orUnset(who.phone),
    ...(address !== undefined && {
      address_city: city ?? null,
      address_country: country ?? null,
      address_line1: line1 ?? null,
      address_line2: line2 ?? null,
      address_state: state ?? null,
      address_zip: postal_code ?? null,
    }),
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

/** Finds a payment method by its ID, or a saved card as one. */
export function peekMethod(call: Call, id: string | null): PaymentMethod | undefined {
  const found: Stored | undefined = call.peek(paymentMethod, id);
  if (found?.object === 'card') {
    const saved = found as Card;
    return saved.customer == null ? undefined : asMethod(saved);
  }
  return found?.object === 'payment_method' ? (found as PaymentMethod) : undefined;
}

/**
 * Finds the payment method that a parameter names; a test payment method is created.
 * @throws {StripeError} "No such PaymentMethod", and 400 for a token
 */
export function findMethod(call: Call, id: string, parameter = 'payment_method'): PaymentMethod {
  const testCard = testCardOfMethod(id);
  if (testCard !== undefined) {
    return keep(call, cardFromTestCard(call, testCard), {});
  }
  if (id.startsWith('tok_')) {
    throw invalidRequest(
      'A token is no PaymentMethod. Create one from it, or pass the token as payment_method_data[card][token].',
      { param: parameter },
    );
  }
  return peekMethod(call, id) ?? call.missing(paymentMethod.noun, id, parameter);
}

/** @throws {StripeError} 400 when a payment method was used up or detached */
export function checkUsable({ id, isSpent }: PaymentMethod): void {
  if (isSpent) {
    throw invalidRequest(
      `The PaymentMethod ${id} was used without being attached to a Customer, or was detached from one, and may not be used again.`,
      { param: 'payment_method' },
    );
  }
}

/**
 * Attaches a payment method to a customer. If it is attached to that customer already, nothing changes.
 * @throws {StripeError} 400 when it belongs to another customer or was used up; 402 when the bank declines the card
 */
export function attachMethod(call: Call, method: PaymentMethod, ownerId: string): PaymentMethod {
  const owner = call.find(customer, ownerId, 'customer');
  if (method.customer === owner.id) {
    return method;
  }
  if (method.customer != null) {
    throw invalidRequest('The PaymentMethod is already attached to another Customer.', {
      param: 'payment_method',
    });
  }
  checkUsable(method);
  const { decline, attaches }: CardOutcome = outcomeOf(method.outcome);
  if (decline !== undefined && attaches !== true) {
    const { param: _, ...declined } = decline;
    throw cardError({ ...declined, payment_method: call.showToCaller(method) });
  }
  const attached = call.change(paymentMethod, checkedMethod(call, method), { customer: owner.id });
  call.announce('payment_method.attached', attached);
  return attached;
}

/**
 * Detaches a payment method from its customer for good. A saved card is deleted.
 * @throws {StripeError} 400 when it is not attached
 */
export function detachMethod(call: Call, method: PaymentMethod): PaymentMethod {
  const owner = call.peek(customer, method.customer ?? null);
  if (owner === undefined) {
    throw invalidRequest('The PaymentMethod is not attached to a Customer, so it cannot be detached.', {
      param: 'payment_method',
    });
  }
  if (!isPaymentMethod(method.id)) {
    removeSource(call, owner.id, asCard(method));
    return { ...method, customer: null };
  }
  const detached = call.change(paymentMethod, method, { customer: null, isSpent: true });
  call.announce('payment_method.detached', detached);
  if (owner.default_payment_method === method.id) {
    call.announce('customer.updated', call.change(customer, owner, { default_payment_method: null }));
  }
  return detached;
}

/**
 * Sets the payment method that a customer's invoices are paid with before the default source; an empty value unsets
 * it.
 * @throws {StripeError} 400 when it is not attached to the customer
 */
export function setDefaultMethod(call: Call, ownerId: string, id: string | undefined): void {
  if (id === undefined) {
    return;
  }
  const param = 'invoice_settings[default_payment_method]';
  const chosen = id === '' ? null : ofCustomer(call, ownerId, id, param).id;
  call.change(customer, call.find(customer, ownerId), { default_payment_method: chosen });
}

/**
 * Finds a payment method of a customer.
 * @throws {StripeError} 400 when it is not attached to the customer
 */
export function ofCustomer(call: Call, ownerId: string, id: string, param: string): PaymentMethod {
  const method = peekMethod(call, id) ?? call.missing(paymentMethod.noun, id, param);
  if (method.customer !== ownerId) {
    throw invalidRequest(
      `The Customer ${ownerId} does not have the PaymentMethod ${id}. Attach it to the Customer first.`,
      { param, code: 'resource_missing' },
    );
  }
  return method;
}
