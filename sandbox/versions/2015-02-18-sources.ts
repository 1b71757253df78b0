import { isObject } from '#lib/http/json-object.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { NOTHING_TO_CHARGE, StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { VersionedRequest } from '#sandbox/engine/versions.ts';
import type { Gate } from './gate.ts';
import { isOf, mapField, replaceField } from './objects.ts';

/** Before this version, customers could only pay by card. Stripe sends both names to callers on older versions. */
export const gate: Gate = {
  version: '2015-02-18',
  about:
    'cards, card and default_card are called sources, source and default_source; the status of a charge that was paid is succeeded.',
  eventTypes: { 'customer.card.': 'customer.source.' },
  requestIn: expandingSources,
  errorOut: sayingCard,
  replyOut: {
    charge: (charge) =>
      mapField(withBoth(charge, 'source', 'card'), 'status', (status) =>
        status === 'succeeded' ? 'paid' : status,
      ),
    customer: (customer) =>
      mapField(
        withBoth(withBoth(customer, 'sources', 'cards'), 'default_source', 'default_card'),
        'cards',
        listOfCards,
      ),
  },
};

/** Charging nothing was rejected with a message about cards. */
function sayingCard(error: StripeError, operation: Operation | undefined): StripeError {
  return isOf(operation, 'POST /v1/charges') && error.body.message === NOTHING_TO_CHARGE
    ? new StripeError(error.status, {
        ...error.body,
        message: 'You must supply either a card or a customer id',
      })
    : error;
}

/** Returns the object with the value of a field repeated under its older name. */
function withBoth(object: Json, field: string, older: string): Json {
  return replaceField(object, field, (value) => ({ [older]: value, [field]: value }));
}

function listOfCards(list: unknown): unknown {
  return isObject(list)
    ? mapField(list, 'url', (url) => String(url).replace(/^(\/v1\/customers\/[^/]+)\/sources$/, '$1/cards'))
    : list;
}

/** Converts paths to expand, such as `customer.default_card`, to their newer names. */
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
