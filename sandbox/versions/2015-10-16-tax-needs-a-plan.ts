import type { Gate } from './gate.ts';
import { isOf, omit } from './objects.ts';

/** Before this version, the parameter was not checked. */
export const gate: Gate = {
  version: '2015-10-16',
  about: 'The tax_percent of a customer needs a plan.',
  requestIn: (request) =>
    isOf(request.operation, 'POST /v1/customers', 'POST /v1/customers/{customer}') &&
    request.parameters['plan'] === undefined
      ? { ...request, parameters: omit(request.parameters, 'tax_percent') }
      : request,
};
