/** The headers of a reply. */
import { shortName } from '#lib/endpoint/arguments.ts';
import type { CallContext } from '#lib/endpoint/endpoint.ts';

/** Stripe's own headers that a caller can use, and the arguments that were not. */
export function replyHeaders(
  headers: Readonly<Record<string, string>>,
  { unknown }: Pick<CallContext, 'unknown'>,
): Record<string, string | undefined> {
  return {
    'Request-Id': headers['request-id'],
    'Stripe-Version': headers['stripe-version'],
    'Idempotent-Replayed': headers['idempotent-replayed'],
    'Retry-After': headers['retry-after'],
    'X-Ignored-Arguments': ignored(unknown),
  };
}

/** How many names of arguments a header holds. */
const MOST_NAMES = 20;

/** Names as a header can hold them: the first ones, each percent-encoded and not too long. */
function ignored(names: readonly string[]): string | undefined {
  const told = names.slice(0, MOST_NAMES).map((name) => encodeURIComponent(shortName(name)));
  const more = names.length > told.length ? [`and ${names.length - told.length} more`] : [];
  return names.length === 0 ? undefined : [...told, ...more].join(', ');
}
