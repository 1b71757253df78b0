import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Gate } from './gate.ts';
import { isOf } from './objects.ts';

/** Before this version, the charge had to be refunded first. */
export const gate: Gate = {
  version: '2016-02-23',
  about: 'What was paid for an order is refunded when it is canceled or returned.',
  requestIn: (request, { show }) => {
    const { id, order, status } = request.parameters;
    if (isOf(request.operation, 'POST /v1/orders/{id}') && (status === 'canceled' || status === 'returned')) {
      const current = show('order', id ?? order);
      const paid = show('charge', current?.['charge']);
      if (paid !== undefined && paid['refunded'] !== true) {
        throw invalidRequest(`The charge ${paid['id']} of this order must be refunded first.`, {
          param: 'status',
        });
      }
    }
    return request;
  },
};
