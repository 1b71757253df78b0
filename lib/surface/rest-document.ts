/** The documents that describe the REST API: GET, no arguments, no key. */
import { readFile } from 'node:fs/promises';
import type { Handler } from '#lib/endpoint.ts';
import { handle } from '#lib/handle.ts';
import { originOf } from '#lib/http/public-url.ts';
import { textReply } from '#lib/http/reply.ts';
import { corsHeaders, preflightReply, restSettings } from './rest-cors.ts';
import { failAsRest, REST_ROOT } from './rest-errors.ts';

/** Where the API is as the documents have it; whoever is served one finds the real place there. */
export const PLACEHOLDER = 'https://stripe-socket.example.com';

/** Makes an endpoint that serves a file under its own name. */
export function restDocument(file: URL, type: string, description: string): Handler {
  return handle(
    {
      surface: 'rest',
      method: 'GET',
      otherMethods: ['OPTIONS'],
      path: (name) => REST_ROOT + name,
      description,
      arguments: [],
      alsoCalls: [],
      settings: restSettings,
    },
    { fail: failAsRest },
    async ({ request }) => {
      if (request.method === 'OPTIONS') {
        return preflightReply(request);
      }
      const [, prefix = ''] = /^(.*)\/v1\//.exec(request.publicPath) ?? [];
      const text = await readFile(file, 'utf8');
      const placed = text.replace(PLACEHOLDER, originOf(request) + prefix);
      return textReply(200, type, placed, corsHeaders(request));
    },
  );
}
