/** Generates the JSON Schemas of Stripe's responses. */
import type { Operation } from '#lib/operations/operation.ts';
import type { JsonSchema } from './json-schema.ts';
import { ref } from './openapi-components.ts';

/** The fields of lists besides `object`, `url` and `data`. Lists of 2013 include the total count. */
export const LISTS = {
  2013: { required: ['count'], properties: { count: { type: 'integer' } } },
  2016: {
    required: ['has_more'],
    properties: { has_more: { type: 'boolean' }, total_count: { type: 'integer' } },
  },
} as const;

/**
 * Returns the schema of the response to an operation.
 * @param prefix the prefix of the schema names of objects
 */
export function replySchema(
  { method, returns, list, ended }: Operation,
  lists: keyof typeof LISTS,
  prefix = '',
): JsonSchema {
  const kind = (name: string) => ref('schemas', prefix + name);
  // A connected account's list of bank accounts can also contain debit cards.
  const kinds = returns === 'bank_account' ? [kind('bank_account'), kind('card')] : [kind(returns)];
  const deleted = method === 'DELETE' && ended === undefined ? [kind('deleted')] : [];
  const choices = [...deleted, ...kinds];
  const schema = choices.length === 1 ? choices[0]! : { anyOf: choices };
  if (!list) {
    return schema;
  }
  const { required, properties } = LISTS[lists];
  return {
    type: 'object',
    required: ['object', 'url', ...required, 'data'],
    properties: {
      object: { const: 'list' },
      url: { type: 'string' },
      ...properties,
      data: { type: 'array', items: schema },
    },
  };
}
