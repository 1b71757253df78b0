/** Endpoints that were replaced and still work: sources of one kind, payments, and the refund of a charge. */
import * as cards from '#lib/operations/cards.ts';
import * as chargeOperations from '#lib/operations/charges.ts';
import * as customerBankAccounts from '#lib/operations/customer-bank-accounts.ts';
import type { Operation } from '#lib/operations/operation.ts';
import * as payments from '#lib/operations/payments.ts';
import { alias, type Implementation, implement } from '#sandbox/engine/define.ts';
import { charge } from '#sandbox/payments/objects/charges.ts';
import type { Source } from '#sandbox/payments/objects/sources.ts';
import * as charges from './charges.ts';
import { peekSource } from './find-source.ts';
import * as refunds from './refunds.ts';
import * as sources from './sources.ts';

export const cardsOfCustomers = forOneKind('card', cards, sources);

export const bankAccountsOfCustomers = forOneKind('bank_account', customerBankAccounts, sources);

/** Restricts operations on all sources to one kind: the others are not found at that URL. */
export function forOneKind(
  kind: Source['object'],
  operations: object,
  originals: Readonly<Record<string, unknown>>,
): Implementation[] {
  return Object.entries(operations).map(([name, operation]: [string, Operation]) => {
    const original = originals[name] as Implementation;
    return implement(operation, (call, parameters) => {
      const { id } = parameters as { id?: string };
      const found = id === undefined ? undefined : peekSource(call, id);
      if (found !== undefined && found.object !== kind) {
        call.missing(kind.replace('_', ' '), found.id, 'id');
      }
      return original.behave(call, operation.list ? { ...parameters, object: kind } : parameters);
    });
  });
}

export const createPayment = alias(payments.create, charges.create);

export const retrievePayment = implement(payments.retrieve, (call, { payment }) =>
  call.find(charge, payment, 'payment'),
);

/** Charges that were not made by card. */
export const listPayments = implement(payments.list, (call, { customer: id, ...paging }) =>
  call.page(charge, paging, { customer: id }, ({ source }) => source.object !== 'card'),
);

export const createBitcoinPayment = alias(payments.createBitcoin, charges.create);

export const retrieveBitcoinPayment = implement(payments.retrieveBitcoin, (call, { id }) => {
  const found = call.find(charge, id, 'id');
  return found.source.object === 'bitcoin_receiver' ? found : call.missing('bitcoin payment', id, 'id');
});

export const listBitcoinPayments = alias(payments.listBitcoin, charges.list, {
  source: { object: 'bitcoin_receiver' },
});

export const refundWholeCharge = implement(chargeOperations.refund, (call, parameters) => {
  refunds.create.behave(call, parameters);
  return call.find(charge, parameters.charge);
});

export const refundBitcoinPayment = alias(payments.refundBitcoin, refundWholeCharge);
