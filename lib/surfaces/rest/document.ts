/** Serves the documents that describe the REST API. They need no arguments and no key. */
import { readFile } from 'node:fs/promises';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { originOf } from '#lib/http/public-url.ts';
import { textResponse } from '#lib/http/response.ts';
import { corsHeaders, preflightReply, restSettings } from './cors.ts';
import { REST_ROOT, toRestErrorResponse } from './errors.ts';

/** The URL of the API in the documents, which is replaced by the real one when they are served. */
export const PLACEHOLDER = 'https://stripe-socket.example.com';

/** Creates an endpoint that serves a file under its own name. */
export function restDocument(file: URL, type: string, description: string): Handler {
  return makeHandler(
    {
      surface: 'rest',
      method: 'GET',
      otherMethods: ['OPTIONS'],
      path: (name) => REST_ROOT + name,
      description,
      arguments: [],
      otherOperations: [],
      settings: restSettings,
    },
    { toErrorResponse: toRestErrorResponse },
    async ({ request }) => {
      if (request.method === 'OPTIONS') {
        return preflightReply(request);
      }
      const [, prefix = ''] = /^(.*)\/v1\//.exec(request.publicPath) ?? [];
      const text = await readFile(file, 'utf8');
      const placed = text.replace(PLACEHOLDER, originOf(request) + prefix);
      return textResponse(200, type, placed, corsHeaders(request));
    },
  );
}
