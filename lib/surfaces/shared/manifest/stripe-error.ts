/** Stripe's form of an error, as a JSON Schema. */
import type { JsonSchema } from './json-schema.ts';

const TEXT: JsonSchema = { type: 'string' };

/** Describes `{"error": {type, message, code?, param?}}`, and what else is told there. */
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
