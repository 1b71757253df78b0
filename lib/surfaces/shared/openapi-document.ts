/** The description of all surfaces, as it is served. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { document } from './document.ts';
import { toStripeErrorResponse } from './stripe-errors.ts';

/** Where the API is, as the document has it: where the document itself is, without a host. */
export const SERVERS = [{ url: '/' }] as const;

const IN_TEXT = `"servers":${JSON.stringify(SERVERS)}`;

/** Makes the endpoint that serves it. Behind a stage or a proxy's path, that is where the API is. */
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
