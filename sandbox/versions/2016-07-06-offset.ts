import { paging } from '#lib/operations/shared.ts';
import { check } from '#lib/parameters/check.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { VersionedRequest } from '#sandbox/engine/versions.ts';
import type { Gate } from './gate.ts';
import { isOf } from './objects.ts';

/**
 * From 2015-09-23 on, charges accept it only together with a source type. For older versions, that gate has already
 * added one.
 */
export const gate: Gate = {
  version: '2016-07-06',
  about: 'Lists take no offset any more. (That it is this version is our choice; Stripe had none in 2017.)',
  requestIn: (request) => {
    const { offset, ...parameters } = request.parameters;
    if (offset === undefined) {
      return request;
    }
    if (isOf(request.operation, 'GET /v1/charges') && parameters['source'] === undefined) {
      throw invalidRequest('Charges can be listed by offset only with the kind of their source.', {
        param: 'offset',
      });
    }
    const numbered = { counted: false, ...request.offsetPaging, offset: numberOf(offset) };
    return { ...request, parameters, offsetPaging: numbered } satisfies VersionedRequest;
  },
};

function numberOf(offset: unknown): number {
  const { value, problems } = check(paging.offset, offset);
  if (problems !== undefined) {
    throw invalidRequest('Invalid integer', { param: 'offset' });
  }
  return value;
}
