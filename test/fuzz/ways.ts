/** The two ways in which cards are paid with while endpoints are fuzzed. */
import * as charges from '#lib/operations/charges.ts';
import * as customers from '#lib/operations/customers.ts';
import * as invoices from '#lib/operations/invoices.ts';
import type { Operation } from '#lib/operations/operation.ts';
import * as paymentIntents from '#lib/operations/payment-intents.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import * as sources from '#lib/operations/sources.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import { isOldWay, WAYS, type Way } from '../helpers/ways.ts';

/** The operations that bridges call. */
export const OF_BRIDGES: readonly Operation[] = [
  charges,
  customers,
  invoices,

  paymentIntents,
  paymentMethods,
  sources,
  subscriptions,
].flatMap((operations) => Object.values(operations as object).filter(isOperation));

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
}

/**
 * The ways that an option names: one of them, or `both`.
 * @throws {Error} if it names none
 */
export function waysOf(payments: string): readonly Way[] {
  const ways = WAYS.filter((way) => payments === 'both' || payments === way);
  if (ways.length === 0) {
    throw new Error(`--payments must be ${WAYS.join(', ')} or both.`);
  }
  return ways;
}

/** Has this process pay with cards in a way. */
export function takeWayHere(way: Way): void {
  process.env['CARD_PAYMENTS'] = way;
}

/** What an endpoint of these own operations may call: with PaymentIntents also what their bridges call. */
export function callable(own: readonly Operation[]): readonly Operation[] {
  const isBridged = !isOldWay() && own.some(({ bridge }) => bridge !== undefined);
  return isBridged ? [...own, ...OF_BRIDGES] : own;
}
