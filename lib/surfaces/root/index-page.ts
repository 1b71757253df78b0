/** `GET /`: an index of all surfaces, as a page for browsers and as JSON for everyone else. */
import { createHash } from 'node:crypto';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { originOf } from '#lib/http/public-url.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { textResponse } from '#lib/http/response.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { type Index, ORIGIN } from './contents.ts';
import { pageOf, STYLE } from './page.ts';
import { rootSettings } from './settings.ts';

/** The page has no scripts, forms or images. Its only style sheet is allowed by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Creates the endpoint of the index. URLs in the index have the origin that the request was sent to. */
export function indexPage({ file, read }: Index): Handler {
  return makeHandler(
    {
      surface: 'none',
      method: 'GET',
      path: () => '/',
      description: 'Lists the surfaces, their endpoints and their documents.',
      arguments: [],
      otherOperations: [],
      settings: rootSettings,
      document: file,
    },
    { toErrorResponse: toStripeErrorResponse },
    async ({ request }) => {
      const contents = await read();
      const here = originOf(request) + request.publicPath.replace(/\/+$/, '');
      const placed = (text: string) => text.replaceAll(ORIGIN, here);
      return wantsHtml(request)
        ? textResponse(200, 'text/html', placed(pageOf(contents)), {
            'Content-Security-Policy': POLICY,
            Vary: 'Accept',
          })
        : textResponse(200, 'application/json', placed(JSON.stringify(contents)), { Vary: 'Accept' });
    },
  );
}

/** Checks whether the client prefers HTML. Browsers list it in `Accept`; programs list JSON or accept anything. */
function wantsHtml({ headers }: HttpRequest): boolean {
  const accept = headers['accept'] ?? '';
  const [html, json] = [accept.search(/\btext\/html\b/i), accept.search(/\bapplication\/json\b/i)];
  return html >= 0 && (json < 0 || html < json);
}
