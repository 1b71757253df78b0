/** The JSON Schema of Stripe's error format. */
import type { JsonSchema } from './json-schema.ts';

const TEXT: JsonSchema = { type: 'string' };

/** Returns the schema of `{"error": {type, message, code?, param?}}` with additional fields. */
export function stripeErrorSchema(others: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['type', 'message'],
        properties: { type: TEXT, message: TEXT, code: TEXT, param: TEXT, ...others },
      },
    },
  };
}

/** The additional fields of errors of sockets, cards and the connector. */
export const ERROR_DETAILS: Readonly<Record<string, JsonSchema>> = {
  decline_code: TEXT,
  charge: TEXT,
  request_id: TEXT,
  errors: {
    type: 'array',
    items: {
      type: 'object',
      required: ['param', 'code', 'message'],
      properties: { param: TEXT, code: TEXT, message: TEXT },
    },
  },
  retryable: { type: 'boolean' },
  idempotency_key: TEXT,
  correlation_id: TEXT,
};
