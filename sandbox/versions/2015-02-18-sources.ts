import { isObject } from '#lib/stripe/json-object.ts';
import type { Json } from '../define.ts';
import type { Gate, VersionedRequest } from './gate.ts';
import { made, renamed, renamedInError, renamedParameters } from './objects.ts';

/** Before, cards were all that a customer could pay with. */
export const gate: Gate = {
  version: '2015-02-18',
  about:
    'cards, card and default_card are called sources, source and default_source; the status of a charge that was paid is succeeded.',
  eventTypes: { 'customer.card.': 'customer.source.' },
  requestIn: (request) =>
    renamedParameters(expandingSources(request), { card: 'source', default_card: 'default_source' }),
  replyOut: {
    charge: (charge) =>
      made(renamed(charge, { source: 'card' }), 'status', (status) =>
        status === 'succeeded' ? 'paid' : status,
      ),
    customer: (customer) =>
      made(renamed(customer, { sources: 'cards', default_source: 'default_card' }), 'cards', listOfCards),
  },
  errorOut: (error, operation) =>
    renamedInError(error, operation, { source: 'card', default_source: 'default_card' }),
};

function listOfCards(list: unknown): unknown {
  return isObject(list)
    ? made(list, 'url', (url) => String(url).replace(/^(\/v1\/customers\/[^/]+)\/sources$/, '$1/cards'))
    : list;
}

/** Paths to expand, `customer.default_card`, in the words of today. */
function expandingSources(request: VersionedRequest): VersionedRequest {
  const { expand } = request.parameters;
  const paths = Array.isArray(expand) ? (expand as unknown[]) : undefined;
  return paths === undefined
    ? request
    : { ...request, parameters: { ...request.parameters, expand: paths.map(pathOfToday) } satisfies Json };
}

function pathOfToday(path: unknown): unknown {
  return typeof path === 'string'
    ? path.replace(/\bdefault_card\b/g, 'default_source').replace(/\bcards\b/g, 'sources')
    : path;
}
