import { isObject } from '#lib/stripe/json-object.ts';
import type { Change, Gate } from './gate.ts';
import { inTurn, made, without, withoutFields } from './objects.ts';

const added = withoutFields({
  account: ['support_email', 'support_url', 'business_primary_color'],
  bitcoin_receiver: ['customer', 'payment', 'transactions'],
  charge: ['order', 'outcome', 'source_transfer'],
  order: ['amount_returned', 'application', 'returns', 'status_transitions'],
  product: ['deactivate_on'],
  refund: ['status'],
  subscription: ['created', 'livemode'],
  transfer: ['method', 'source_type'],
});

const amounts = (list: unknown) =>
  Array.isArray(list) ? list.map((one) => (isObject(one) ? without(one, 'source_types') : one)) : list;

const balances: Change = (balance) => made(made(balance, 'available', amounts), 'pending', amounts);

const parcels: Change = (order) =>
  made(order, 'shipping', (shipping) =>
    isObject(shipping) ? without(shipping, 'carrier', 'tracking_number') : shipping,
  );

/** Fields are added without a version: these were in replies recorded at 2016-07-06, and not in those of 2015-10-01. */
export const gate: Gate = {
  version: '2016-07-06',
  about: 'Fields that replies recorded at this version were the first to have.',
  replyOut: inTurn({ balance: balances, order: parcels }, added),
};
