/** JSON Schema of Stripe's replies to operations. */
import type { Operation } from '#lib/operations/operation.ts';
import type { JsonSchema } from './json-schema.ts';
import { ref } from './openapi-components.ts';

/** What lists have besides `object`, `url` and `data`: pages of 2013 say how many objects there are in all. */
export const LISTS = {
  2013: { required: ['count'], properties: { count: { type: 'integer' } } },
  2016: {
    required: ['has_more'],
    properties: { has_more: { type: 'boolean' }, total_count: { type: 'integer' } },
  },
} as const;

/**
 * The schema of what Stripe answers to an operation.
 * @param prefix what the names of schemas of objects begin with
 */
export function replySchema(
  { method, returns, list, ended }: Operation,
  lists: keyof typeof LISTS,
  prefix = '',
): JsonSchema {
  const kind = (name: string) => ref('schemas', prefix + name);
  // What holds a bank account of a connected account can hold a debit card as well.
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
