/** The documents that describe the REST API. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { originOf } from '#lib/http/public-url.ts';
import { document } from '#lib/surfaces/shared/document.ts';
import { corsHeaders, preflightReply, restSettings } from './cors.ts';
import { REST_ROOT, toRestErrorResponse } from './errors.ts';

/** The URL of the API in the documents, which is replaced by the real one when they are served. */
export const PLACEHOLDER = 'https://stripe-socket.invalid';

/** Creates an endpoint that serves a document with the endpoint's own name. */
export function restDocument(file: URL, type: string, description: string): Handler {
  return document({
    surface: 'rest',
    otherMethods: ['OPTIONS'],
    path: (name) => REST_ROOT + name,
    description,
    settings: restSettings,
    toErrorResponse: toRestErrorResponse,
    answer: (request) => (request.method === 'OPTIONS' ? preflightReply(request) : undefined),
    file,
    type,
    textFor: (text, request) => {
      const [, prefix = ''] = /^(.*)\/v1\//.exec(request.publicPath) ?? [];
      return text.replace(PLACEHOLDER, originOf(request) + prefix);
    },
    headers: corsHeaders,
  });
}
