/** The headers of a response. */
import { shortName } from '#lib/endpoint/arguments.ts';
import type { CallContext } from '#lib/endpoint/endpoint.ts';

/** Stripe's headers that callers can use, and the names of ignored arguments. */
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

/** The maximum number of names in a header. */
const MOST_NAMES = 20;

/** The first ignored names, each shortened and percent-encoded. */
function ignored(names: readonly string[]): string | undefined {
  const told = names.slice(0, MOST_NAMES).map((name) => encodeURIComponent(shortName(name)));
  const more = names.length > told.length ? [`and ${names.length - told.length} more`] : [];
  return names.length === 0 ? undefined : [...told, ...more].join(', ');
}
