/** CORS for the REST API (https://fetch.spec.whatwg.org/#http-cors-protocol). Nothing is allowed unless configured. */
import * as v from 'valibot';
import { readerOf } from '#lib/config/config.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { emptyResponse, type HttpResponse } from '#lib/http/response.ts';

/** The settings of the REST API's functions. */
export const restSettings = {
  CORS_ORIGINS: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(
          /^(\*|https?:\/\/[^\s,*/]+(,https?:\/\/[^\s,*/]+)*)$/,
          'must be origins such as https://example.com, separated by commas, or *',
        ),
      ),
    ),
    v.description(
      'Origins whose pages may call the REST API from a browser, separated by commas, or `*` for all. Default: none.',
    ),
  ),
};

const readRestConfig = readerOf(restSettings);

// Invalid settings prevent the functions from starting, instead of failing each call.
readRestConfig();

const EXPOSED = 'Request-Id, Stripe-Version, Idempotent-Replayed, Retry-After, X-Correlation-Id';

/**
 * The headers that let the requesting page read the response. Credentials that a browser adds by itself, such as
 * cookies, are not allowed; the page sets the key in a header.
 */
export function corsHeaders({ headers }: Pick<HttpRequest, 'headers'>): Record<string, string> {
  const { CORS_ORIGINS: allowed } = readRestConfig();
  const { origin } = headers;
  if (allowed === undefined) {
    return {};
  }
  if (allowed === '*') {
    return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED };
  }
  return origin !== undefined && allowed.split(',').includes(origin)
    ? { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED, Vary: 'Origin' }
    : { Vary: 'Origin' };
}

/** Responds to a preflight request. */
export function preflightReply(request: HttpRequest): HttpResponse {
  const headers = corsHeaders(request);
  return emptyResponse({
    ...headers,
    ...('Access-Control-Allow-Origin' in headers && {
      'Access-Control-Allow-Methods': 'GET, HEAD, POST, DELETE',
      'Access-Control-Allow-Headers':
        'Authorization, Content-Type, Idempotency-Key, Stripe-Account, Stripe-Version',
      'Access-Control-Max-Age': '7200',
    }),
  });
}
