/** The card service and its webhook in OpenAPI. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import { EVENT_TYPES } from '#lib/surfaces/card/event-types.ts';
import type { HiddenView } from '#lib/surfaces/card/records.ts';
import type { JsonSchema } from '#lib/surfaces/shared/manifest/json-schema.ts';
import { about, argumentsSchema, bodyOf, exampleOf, idOf } from '#lib/surfaces/shared/manifest/openapi.ts';
import {
  type Description,
  ERROR_STATUSES,
  errorResponses,
  headersOf,
  json,
  REPLY_HEADERS,
  ref,
} from '#lib/surfaces/shared/manifest/openapi-components.ts';
import { ERROR_DETAILS, stripeErrorSchema } from '#lib/surfaces/shared/manifest/stripe-error.ts';

const TAG = 'Cards';

/** The fields of a card in responses. */
const FIELDS = {
  accountId: { type: 'string', description: 'The account that the card belongs to.' },
  current: { type: 'boolean', description: 'Whether the account pays with this card.' },
  error: { type: 'string', description: 'Why the last charge failed; empty if it succeeded.' },
  failures: { type: 'integer', description: 'The number of consecutive failed charges.' },
  id: { type: 'string', description: 'The ID of the card in this service.' },
  name: { type: 'string', description: 'The name that the account gave the card.' },
  number: { type: 'string', description: 'The last four digits.' },
  month: { type: 'string', description: 'The expiration month.' },
  submitted: { type: 'string', format: 'date-time', description: 'When the card was added.' },
  year: { type: 'string', description: 'The expiration year.' },
  stripeCardId: { type: 'string', description: 'The Stripe ID of the card; only with `hidden`.' },
  stripeCustomerId: {
    type: 'string',
    description: 'The Stripe ID of the account’s customer; only with `hidden`.',
  },
} satisfies Record<keyof HiddenView, JsonSchema>;

const HIDDEN = ['stripeCardId', 'stripeCustomerId'];

const CARD: JsonSchema = {
  type: 'object',
  required: Object.keys(FIELDS).filter((name) => !HIDDEN.includes(name)),
  properties: FIELDS,
};

const PAGE: JsonSchema = {
  type: 'object',
  required: ['data'],
  properties: {
    data: { type: 'array', items: ref('schemas', 'stored_card') },
    next: { type: 'string', description: 'The cursor of the next page, if there is one.' },
    prev: { type: 'string', description: 'The cursor of the previous page, if there is one.' },
  },
};

/** The responses of calls that do not return a card. */
const REPLIES: Readonly<Record<string, JsonSchema | 'nothing'>> = {
  find: ref('schemas', 'card_page'),
  getStripe: 'nothing',
};

const ERROR_DESCRIPTIONS = {
  ...ERROR_STATUSES,
  401: 'The token is missing or invalid.',
  402: 'The card was declined.',
  403: 'The token’s role does not allow this call.',
  404: 'The account has no such card.',
  409: 'Too many calls are changing the account, or the card was deleted at Stripe in the meantime.',
  503: 'The card service is not configured.',
  504: 'The call timed out.',
};

const calls = errorResponses('card', 'error', ERROR_DESCRIPTIONS);
const events = errorResponses('webhook', 'error', {
  400: 'The signature is missing or invalid, or the body is not an event.',
  413: ERROR_STATUSES[413],
  503: 'The webhook’s signing secret is not configured.',
});

/** Describes the card service. */
export function describeCards(catalogue: readonly Entry[]): Description {
  const own = catalogue.filter(({ endpoint: { surface } }) => surface === 'card');
  const webhooks = catalogue.filter(({ endpoint: { surface } }) => surface === 'webhook');
  return {
    tags: [
      {
        name: TAG,
        'x-displayName': 'Cards',
        description:
          'The billing cards of accounts. Callers send a JSON Web Token instead of a Stripe key. Arguments can also be sent in the query, except secret ones.',
      },
    ],
    paths: Object.fromEntries([
      ...own.map((entry) => [entry.path, { post: operationOf(entry) }]),
      ...webhooks.map((entry) => [entry.path, { post: webhookOf(entry) }]),
    ]),
    components: {
      securitySchemes: {
        cardToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A token with the claims `account` and `role`; `npm run token` creates one for the sandbox.',
        },
      },
      headers: REPLY_HEADERS,
      schemas: {
        error: stripeErrorSchema(ERROR_DETAILS),
        stored_card: CARD,
        card_page: PAGE,
        ...Object.fromEntries(
          own.map(({ name, endpoint }) => [argumentsOf(name), argumentsSchema(endpoint.arguments)]),
        ),
      },
      responses: { ...events.components, ...calls.components },
    },
  };
}

const argumentsOf = (name: string) => idOf('card', name, 'arguments');

function operationOf({ name, endpoint }: Entry): object {
  const { arguments: known, manifestData } = endpoint;
  const { role } = manifestData as CardManifestData;
  const reply = REPLIES[name] ?? ref('schemas', 'stored_card');
  const headers = headersOf('X-Ignored-Arguments');
  return {
    operationId: idOf('card', name),
    tags: [TAG],
    ...about(endpoint, `${endpoint.description} The token needs the role \`${role}\`.`),
    security: [{ cardToken: [] }],
    requestBody: bodyOf(ref('schemas', argumentsOf(name)), known, exampleOf(endpoint, known)),
    responses: {
      ...(reply === 'nothing'
        ? { 204: { description: 'The call succeeded.', headers } }
        : { 200: { description: 'The response.', headers, content: json(reply) } }),
      ...calls.responses,
    },
  };
}

function webhookOf({ name, endpoint }: Entry): object {
  return {
    operationId: idOf('webhook', name),
    tags: [TAG],
    ...about(
      endpoint,
      `${endpoint.description} It acts on ${EVENT_TYPES.map((type) => `\`${type}\``).join(', ')}, and ignores other events.`,
    ),
    security: [],
    parameters: [
      {
        name: 'Stripe-Signature',
        in: 'header',
        required: true,
        description: 'Stripe’s signature of the body, with the webhook’s signing secret.',
        schema: { type: 'string' },
      },
    ],
    requestBody: {
      required: true,
      content: json({
        type: 'object',
        description: 'A Stripe event.',
        required: ['id', 'object', 'type', 'created', 'data'],
        properties: {
          id: { type: 'string' },
          object: { const: 'event' },
          type: { type: 'string' },
          created: { type: 'integer' },
          data: { type: 'object', required: ['object'], properties: { object: { type: 'object' } } },
        },
      }),
    },
    responses: {
      200: {
        description: 'The event was received.',
        headers: headersOf(),
        content: json({
          type: 'object',
          required: ['received'],
          properties: { received: { const: true } },
        }),
      },
      ...events.responses,
    },
  };
}
