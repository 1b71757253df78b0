/** What publishable keys can do, and what they do not show. */
import type { Json } from '#sandbox/engine/resource.ts';
import type { VersionFlag } from '#sandbox/engine/versions.ts';
import type { Match } from './route.ts';

/** The version flag since which publishable keys can do less. */
export const PUBLISHABLE_KEYS = 'publishable keys only make tokens';

/** Publishable keys make tokens; before 2014-10-07 they could retrieve them as well. */
export function isForPublishable(
  { operation: { method, path } }: Match,
  lacks: ReadonlySet<VersionFlag>,
): boolean {
  return (
    path === '/v1/tokens' ||
    (method === 'GET' && path === '/v1/tokens/{token}' && lacks.has(PUBLISHABLE_KEYS))
  );
}

/** Since 2014-10-07 objects made with a publishable key do not show their fingerprints. */
export function withoutFingerprints(reply: Json): Json {
  return JSON.parse(JSON.stringify(reply, (field, value) => (field === 'fingerprint' ? undefined : value)));
}
