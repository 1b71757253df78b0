/** What may be logged of a query: its form, and none of the values that are looked for. */
import type { Query } from './find.ts';
import { parseWhere } from './where.ts';

/** A query that was carried out, as the log may hold it. */
export function redactedQuery({ filter, where, next, prev, ...rest }: Query): Record<string, unknown> {
  return {
    ...rest,
    ...(filter !== undefined && { filter: '…' }),
    ...(where !== undefined && { where: parseWhere(where).redacted }),
    ...((next ?? prev) !== undefined && { cursor: next === undefined ? 'prev' : 'next' }),
  };
}
