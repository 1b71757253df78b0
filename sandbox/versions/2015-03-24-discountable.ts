import type { Gate } from './gate.ts';
import { isOf } from './objects.ts';

/** Before this version, coupons reduced credits like all other items. */
export const gate: Gate = {
  version: '2015-03-24',
  about: 'Coupons leave out items that are not discountable, as credits are unless it is said.',
  requestIn: (request) =>
    isOf(request.operation, 'POST /v1/invoiceitems') && request.parameters['discountable'] === undefined
      ? { ...request, parameters: { ...request.parameters, discountable: 'true' } }
      : request,
};
