/**
 * The reference: a Scalar page that shows the description of all surfaces and sends requests to them. It loads
 * everything from this service.
 */
import { readConfig } from '#lib/config/config.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { type DocumentOptions, document } from '#lib/surfaces/shared/document.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { SCALAR } from './scalar.ts';

/** The key of the sandbox's demo account, which owns the objects in the examples. */
const DEMO_KEY = 'sk_test_demo';

/** The path of the page. Its URLs are relative to the page, so they also work behind a stage or a proxy's path. */
export const REFERENCE_PATH = '/reference';

/** Scalar's script, relative to the folder of the page. */
const SCRIPT = `reference/scalar-${SCALAR.hash}.js`;

/** The content security policy. Scalar sets inline styles, so styles cannot be limited to files. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Creates the endpoint of the page. With the sandbox, the page contains the key of its demo account. */
export function referencePage(file: URL): Handler {
  return reference({
    path: () => REFERENCE_PATH,
    description: 'The API reference, which sends requests from the browser.',
    file,
    type: 'text/html',
    textFor: (text) =>
      text.replace('data-key=""', `data-key="${keyToShow()}"`).replace('reference/scalar.js', SCRIPT),
    headers: () => ({ 'Content-Security-Policy': POLICY }),
  });
}

/** Creates the endpoint of the script that starts the page. */
export function referenceScript(file: URL): Handler {
  return reference({
    path: (name) => `${REFERENCE_PATH}/${name}`,
    description: 'The script that starts the API reference.',
    file,
    type: 'text/javascript',
  });
}

/** Creates the endpoint of Scalar's script. Its URL changes with its contents, so browsers can cache it forever. */
export function scalarScript(file: URL): Handler {
  return reference({
    path: () => `/${SCRIPT}`,
    description: 'Scalar, which the API reference is made with.',
    file,
    type: 'text/javascript',
    isBrotli: true,
    headers: () => ({ 'Cache-Control': 'public, max-age=31536000, immutable' }),
  });
}

function reference(options: Omit<DocumentOptions, 'surface' | 'toErrorResponse'>): Handler {
  return document({ surface: 'reference', toErrorResponse: toStripeErrorResponse, ...options });
}

/** Returns the key to show. Stripe itself has no demo account, so callers enter their own key there. */
function keyToShow(): string {
  const { hostname } = new URL(readConfig().STRIPE_API_BASE);
  return /(^|\.)stripe\.com$/.test(hostname) ? '' : DEMO_KEY;
}
