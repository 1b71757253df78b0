/** Calls that others have superseded and that go on working: they do what those do. */
import * as accountBankAccounts from '#lib/stripe/account-bank-accounts.ts';
import * as cards from '#lib/stripe/cards.ts';
import * as chargeOperations from '#lib/stripe/charges.ts';
import * as customerBankAccounts from '#lib/stripe/customer-bank-accounts.ts';
import * as subscriptions from '#lib/stripe/customer-subscriptions.ts';
import type { Operation } from '#lib/stripe/operation.ts';
import * as ownAccount from '#lib/stripe/own-account.ts';
import * as ownBankAccountsOfKey from '#lib/stripe/own-bank-accounts.ts';
import * as payments from '#lib/stripe/payments.ts';
import { cancelAtPeriodEnd, cancelNow } from '../billing/cancel.ts';
import { changeSubscription } from '../billing/change.ts';
import { subscribe } from '../billing/subscribe.ts';
import type { Call } from '../call.ts';
import { alias, type Implementation, implement } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import * as accounts from './accounts.ts';
import * as charges from './charges.ts';
import { customer } from './customers.ts';
import { redeem } from './discounts.ts';
import * as externalAccounts from './external-accounts.ts';
import * as refunds from './refunds.ts';
import type { Source } from './sources.ts';
import * as sources from './sources.ts';
import { type Subscription, subscription } from './subscriptions.ts';

export const cardsOfCustomers = forOneKind('card', cards, sources);

export const bankAccountsOfCustomers = forOneKind('bank_account', customerBankAccounts, sources);

export const bankAccountsOfAccounts = forOneKind('bank_account', accountBankAccounts, externalAccounts);

export const ownBankAccounts = forOneKind('bank_account', ownBankAccountsOfKey, externalAccounts);

/** What is done with sources of all kinds, at addresses that are for one: the others are not found there. */
function forOneKind(
  kind: Source['object'],
  operations: object,
  originals: Readonly<Record<string, unknown>>,
): Implementation[] {
  return Object.entries(operations).map(([name, operation]: [string, Operation]) => {
    const original = originals[name] as Implementation;
    return implement(operation, (call, parameters) => {
      const { id } = parameters as { id?: string };
      const found = id === undefined ? undefined : sources.peekSource(call, id);
      if (found !== undefined && found.object !== kind) {
        call.missing(kind.replace('_', ' '), found.id, 'id');
      }
      return original.behave(call, operation.list ? { ...parameters, object: kind } : parameters);
    });
  });
}

export const updateOwnAccount = alias(ownAccount.update, accounts.update);

export const deleteOwnAccount = alias(ownAccount.del, accounts.del);

export const createOwnExternalAccount = alias(ownAccount.createExternalAccount, externalAccounts.create);

export const retrieveOwnExternalAccount = alias(
  ownAccount.retrieveExternalAccount,
  externalAccounts.retrieve,
);

export const updateOwnExternalAccount = alias(ownAccount.updateExternalAccount, externalAccounts.update);

export const deleteOwnExternalAccount = alias(ownAccount.deleteExternalAccount, externalAccounts.del);

export const listOwnExternalAccounts = alias(ownAccount.listExternalAccounts, externalAccounts.list);

export const createPayment = alias(payments.create, charges.create);

export const retrievePayment = implement(payments.retrieve, (call, { payment }) =>
  call.find(charges.charge, payment, 'payment'),
);

/** What was not paid by card. */
export const listPayments = implement(payments.list, (call, { customer: id, ...paging }) =>
  call.page(charges.charge, paging, { customer: id }, ({ source }) => source.object !== 'card'),
);

export const createBitcoinPayment = alias(payments.createBitcoin, charges.create);

export const retrieveBitcoinPayment = implement(payments.retrieveBitcoin, (call, { id }) => {
  const found = call.find(charges.charge, id, 'id');
  return found.source.object === 'bitcoin_receiver' ? found : call.missing('bitcoin payment', id, 'id');
});

export const listBitcoinPayments = alias(payments.listBitcoin, charges.list, {
  source: { object: 'bitcoin_receiver' },
});

export const refundCharge = implement(chargeOperations.refund, (call, parameters) => {
  refunds.create.behave(call, parameters);
  return call.find(charges.charge, parameters.charge);
});

export const refundBitcoinPayment = alias(payments.refundBitcoin, refundCharge);

export const retrieveOnlySubscription = implement(subscriptions.retrieveOnly, (call, { customer: owner }) =>
  theOnlySubscription(call, owner),
);

/** Who has a subscription moves it to the plan; who has none is subscribed. */
export const updateOnlySubscription = implement(subscriptions.updateOnly, (call, parameters) => {
  const { customer: owner, coupon, prorate, proration_date, ...others } = parameters;
  const current = onlySubscription(call, owner);
  const itsOwn = call.does('subscriptions have coupons of their own');
  if (coupon !== undefined && !itsOwn) {
    redeem(call, coupon, call.find(customer, owner));
  }
  const wanted = { ...others, coupon: itsOwn ? coupon : undefined };
  return current === undefined
    ? subscribe(call, { customer: owner, ...wanted })
    : changeSubscription(call, current, { ...wanted, prorate, proration_date });
});

export const cancelOnlySubscription = implement(
  subscriptions.cancelOnly,
  (call, { customer: owner, at_period_end }) => {
    const current = theOnlySubscription(call, owner);
    return at_period_end ? cancelAtPeriodEnd(call, current) : cancelNow(call, current);
  },
);

function theOnlySubscription(call: Call, owner: string): Subscription {
  const current = onlySubscription(call, owner);
  if (current === undefined) {
    throw invalidRequest(`No active subscription for customer: ${owner}`, { status: 404 });
  }
  return current;
}

/** The subscription of a customer; of several, the newest. */
function onlySubscription(call: Call, owner: string): Subscription | undefined {
  const [newest] = call.newest(subscription, { live_of: call.find(customer, owner, 'customer').id }, 1);
  return newest;
}
