import type { Gate } from './gate.ts';
import { isOf } from './objects.ts';

export const gate: Gate = {
  version: '2015-09-23',
  about:
    'Lists of charges hold those of bank accounts and Bitcoin receivers too. (An invoice’s charge is that of the latest attempt, as it is here anyway.)',
  requestIn: (request) =>
    isOf(request.operation, 'GET /v1/charges') && request.parameters['source'] === undefined
      ? { ...request, parameters: { ...request.parameters, source: { object: 'card' } } }
      : request,
};
