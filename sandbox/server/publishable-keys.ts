/** What publishable keys can do, and what responses hide from them. */
import type { Json } from '#sandbox/engine/resource.ts';
import type { VersionFlag } from '#sandbox/engine/versions.ts';
import type { Match } from './route.ts';

/** The version flag for the restriction of publishable keys. */
export const PUBLISHABLE_KEYS = 'publishable keys only make tokens';

/**
 * Checks whether a publishable key may call an operation. They can create tokens; before 2014-10-07 they could also
 * retrieve them.
 */
export function isForPublishable(
  { operation: { method, path } }: Match,
  lacks: ReadonlySet<VersionFlag>,
): boolean {
  return (
    path === '/v1/tokens' ||
    (method === 'GET' && path === '/v1/tokens/{token}' && lacks.has(PUBLISHABLE_KEYS))
  );
}

/**
 * Removes the fingerprints from a response. Since 2014-10-07, objects created with a publishable key do not show
 * them.
 */
export function withoutFingerprints(reply: Json): Json {
  return JSON.parse(JSON.stringify(reply, (field, value) => (field === 'fingerprint' ? undefined : value)));
}
