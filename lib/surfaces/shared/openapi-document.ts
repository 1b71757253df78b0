/** Serves the description of all surfaces. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { document } from './document.ts';
import { toStripeErrorResponse } from './stripe-errors.ts';

/** The base URL of the API, relative to the document's own URL. */
export const SERVERS = [{ url: '/' }] as const;

const IN_TEXT = `"servers":${JSON.stringify(SERVERS)}`;

/**
 * Creates the endpoint of the description. Its server URL includes the stage or the proxy's path, if there is one.
 */
export function openapiDocument(file: URL): Handler {
  return document({
    surface: 'none',
    path: (name) => `/${name}`,
    description: 'The description of all surfaces in OpenAPI 3.1.',
    toErrorResponse: toStripeErrorResponse,
    file,
    type: 'application/json',
    textFor: (text, { publicPath }) => {
      const [, prefix = ''] = /^(.*)\/[^/]+$/.exec(publicPath) ?? [];
      return text.replace(IN_TEXT, `"servers":${JSON.stringify([{ url: prefix || '/' }])}`);
    },
  });
}
