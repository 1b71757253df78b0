import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Gate } from './gate.ts';
import { isOf } from './objects.ts';

/** Before this version, a canceled subscription could not be retrieved. */
export const gate: Gate = {
  version: '2016-07-06',
  about: 'Canceled subscriptions can be retrieved one by one, and listed by their status.',
  replyOut: {
    subscription: (subscription, { operation }) => {
      if (
        isOf(
          operation,
          'GET /v1/subscriptions/{subscription}',
          'GET /v1/customers/{customer}/subscriptions/{subscription}',
        ) &&
        subscription['status'] === 'canceled'
      ) {
        throw invalidRequest(`No such subscription: ${subscription['id']}`, { param: 'id', status: 404 });
      }
      return subscription;
    },
  },
};
