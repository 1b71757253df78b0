/** Coupons. */
import * as coupons from '#lib/operations/coupons.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type Coupon, coupon, isValid } from '#sandbox/payments/objects/coupons.ts';
import { checkCurrency } from './currencies.ts';

export const create = implement(coupons.create, (call, parameters) => {
  const { id = call.account.random.text(8), amount_off = null, percent_off = null } = parameters;
  checkNew(parameters, call.now);
  if (call.peek(coupon, id) !== undefined) {
    throw invalidRequest('Coupon already exists.', { param: 'id' });
  }
  const made = call.create(coupon, {
    id,
    generation: call.account.random.text(14),
    amount_off,
    currency: amount_off === null ? null : parameters.currency!,
    duration: parameters.duration,
    duration_in_months: parameters.duration === 'repeating' ? (parameters.duration_in_months ?? null) : null,
    max_redemptions: parameters.max_redemptions ?? null,
    metadata: call.metadata(parameters.metadata),
    percent_off,
    redeem_by: parameters.redeem_by ?? null,
    times_redeemed: 0,
  });
  call.announce('coupon.created', made);
  return made;
});

export const retrieve = implement(coupons.retrieve, (call, { coupon: id }) => call.find(coupon, id));

export const update = implement(coupons.update, (call, { coupon: id, metadata }) => {
  const current = call.find(coupon, id);
  const changed = call.change(coupon, current, { metadata: call.metadata(metadata, current.metadata) });
  call.announce('coupon.updated', changed);
  return changed;
});

export const del = implement(coupons.del, (call, { coupon: id }) => {
  const current = call.find(coupon, id);
  call.announce('coupon.deleted', current);
  call.remove(coupon, current);
  return { deleted: true, id };
});

export const list = implement(coupons.list, (call, parameters) => call.page(coupon, parameters));

/** Checks that parameters fit together; the messages are ours. */
function checkNew(
  given: {
    readonly amount_off?: number;
    readonly currency?: string;
    readonly duration: Coupon['duration'];
    readonly duration_in_months?: number;
    readonly percent_off?: number;
    readonly redeem_by?: number;
  },
  now: number,
): void {
  if ((given.amount_off === undefined) === (given.percent_off === undefined)) {
    throw invalidRequest('You must set exactly one of percent_off and amount_off.', { param: 'percent_off' });
  }
  if (given.amount_off !== undefined && given.currency === undefined) {
    throw invalidRequest('Missing required param: currency.', { param: 'currency' });
  }
  if (given.currency !== undefined) {
    checkCurrency(given.currency);
  }
  if (given.duration === 'repeating' && given.duration_in_months === undefined) {
    throw invalidRequest('Missing required param: duration_in_months.', { param: 'duration_in_months' });
  }
  if (given.redeem_by !== undefined && given.redeem_by <= now) {
    throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future', {
      param: 'redeem_by',
    });
  }
}

/**
 * Finds the coupon that a parameter names.
 * @throws {StripeError} 400 when there is none, or it can no longer be redeemed
 */
export function redeemable(call: Call, id: string): Coupon {
  const found = call.find(coupon, id, 'coupon');
  if (!isValid(found, call.now)) {
    throw invalidRequest(`Coupon expired: ${id}`, { param: 'coupon' });
  }
  return found;
}
