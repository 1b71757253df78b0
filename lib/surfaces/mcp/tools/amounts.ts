/** Computes how much money a call would move, to check the limit before the call. */
import * as applicationFees from '#lib/operations/application-fees.ts';
import * as charges from '#lib/operations/charges.ts';
import * as invoices from '#lib/operations/invoices.ts';
import type { Operation } from '#lib/operations/operation.ts';
import * as plans from '#lib/operations/plans.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import * as transfers from '#lib/operations/transfers.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Calls a reading operation and returns its body. */
export type Read = (operation: Operation, values: Fields) => Promise<Fields>;

/** Returns the maximum amount that a call with these parameters can move, in the smallest currency unit. */
export type AmountOf = (params: Fields, read: Read) => number | Promise<number>;

const stated = ({ amount }: Fields) => (amount === undefined ? undefined : Number(amount));

/** The `amount` parameter. */
export const ofAmount: AmountOf = (params) => stated(params) ?? 0;

/** The `amount` parameter, or else the whole charge. */
export const ofCapture: AmountOf = async (params, read) =>
  stated(params) ?? Number((await read(charges.retrieve, { charge: params['charge'] }))['amount']);

/** The `amount` parameter, or else the rest of the charge. */
export const ofRefund: AmountOf = async (params, read) => {
  const { charge } = params;
  return stated(params) ?? left(await read(charges.retrieve, { charge }), 'amount_refunded');
};

/** The `amount` parameter, or else the rest of the fee. */
export const ofFeeRefund: AmountOf = async (params, read) =>
  stated(params) ?? left(await read(applicationFees.retrieve, { id: params['id'] }), 'amount_refunded');

/** The `amount` parameter, or else the rest of the transfer. */
export const ofReversal: AmountOf = async (params, read) =>
  stated(params) ?? left(await read(transfers.retrieve, { transfer: params['id'] }), 'amount_reversed');

function left(object: Fields, taken: string): number {
  return Number(object['amount']) - Number(object[taken] ?? 0);
}

/** The amount due of an invoice. */
export const ofInvoice: AmountOf = async ({ invoice }, read) =>
  Number((await read(invoices.retrieve, { invoice }))['amount_due']);

/** The amount of a customer's next invoice. */
export const ofPendingItems: AmountOf = async ({ customer, subscription }, read) =>
  Number((await read(invoices.upcoming, { customer, subscription }))['amount_due']);

/** The price of one period of the plan. */
export const ofSubscription: AmountOf = (params, read) => ofPeriod(params['plan'], params['quantity'], read);

/** The price of one period of the subscription's new plan. */
export const ofSubscriptionUpdate: AmountOf = async ({ subscription, plan, quantity }, read) => {
  const now = await read(subscriptions.retrieve, { subscription });
  const { id } = (now['plan'] ?? {}) as Fields;
  return ofPeriod(plan ?? id, quantity ?? now['quantity'], read);
};

async function ofPeriod(plan: unknown, quantity: unknown, read: Read): Promise<number> {
  const { amount } = await read(plans.retrieve, { plan });
  return Number(amount) * Number(quantity ?? 1);
}
