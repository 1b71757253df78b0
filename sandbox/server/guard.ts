/**
 * Rejects requests that a browser sends for other websites. Their forms and scripts are recognized by `Origin` and
 * `Sec-Fetch-Site`; a domain that an attacker resolves to this machine (DNS rebinding) by `Host`.
 */
import { isIP } from 'node:net';
import { StripeError } from '#sandbox/engine/errors.ts';
import type { RawRequest } from './decode.ts';

/** The names that the sandbox answers to. */
export interface Reach {
  /** The address that it listens on. */
  readonly host: string;
  /** Host names besides `localhost`, such as the name of a container. */
  readonly allowedHosts: readonly string[];
}

/** The path of the page. */
const PAGE = '/';

/**
 * Checks the origin of a request. Header values are parsed and compared as a whole, never by prefix.
 * @throws {StripeError} 403 when another website sends the request, or it is for an unknown host
 */
export function checkSender(request: Pick<RawRequest, 'method' | 'url' | 'headers'>, reach: Reach): void {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  // Browsers always send Host. Only HTTP/1.0 allows a request without it.
  if (host !== undefined && !isOurs(hostIn(host), reach)) {
    throw rejection(
      `The sandbox does not answer requests for the host ${quoted(host)}. SANDBOX_ALLOWED_HOSTS lists the names that it answers to besides localhost.`,
    );
  }
  if (origin !== undefined && !isSameOrigin(origin, host)) {
    throw rejection(`The sandbox does not answer requests from other websites (Origin: ${quoted(origin)}).`);
  }
  if (site !== undefined && !['same-origin', 'none'].includes(site) && !opensPage(request)) {
    throw rejection(
      `The sandbox does not answer requests from other websites (Sec-Fetch-Site: ${quoted(site)}).`,
    );
  }
}

/** Whether a browser sent the request. A browser that is asked for credentials sends them with later requests, too. */
export function isFromBrowser({ headers }: Pick<RawRequest, 'headers'>): boolean {
  return (
    headers['sec-fetch-site'] !== undefined ||
    headers['origin'] !== undefined ||
    /\btext\/html\b/i.test(headers['accept'] ?? '')
  );
}

/** Whether a link opens the page. Any website may link to it: it contains no data and cannot be framed. */
function opensPage({ method, url, headers }: Pick<RawRequest, 'method' | 'url' | 'headers'>): boolean {
  return (
    method === 'GET' &&
    url === PAGE &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

/** Returns the host name in a Host header, normalized; undefined if the header is invalid. */
function hostIn(header: string): string | undefined {
  return /^[^\s/?#@\\]+$/.test(header) ? parsed(`http://${header}`)?.hostname : undefined;
}

function isOurs(name: string | undefined, { host, allowedHosts }: Reach): boolean {
  if (name === undefined) {
    return false;
  }
  const bare = name.replace(/^\[(.*)\]$/, '$1');
  // DNS rebinding needs a name, so a sandbox that other machines may reach answers to any IP address.
  const isAddress = isIP(bare) !== 0 && !isLoopback(host);
  return isLoopback(bare) || bare === host || isAddress || allowedHosts.includes(bare);
}

/** Whether a host name or address is a loopback address. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function isSameOrigin(origin: string, host: string | undefined): boolean {
  const sender = parsed(origin);
  return (
    sender !== undefined &&
    ['http:', 'https:'].includes(sender.protocol) &&
    host !== undefined &&
    sender.host === parsed(`${sender.protocol}//${host}`)?.host
  );
}

function parsed(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}

function quoted(header: string): string {
  return JSON.stringify(header.slice(0, 100));
}

function rejection(message: string): StripeError {
  return new StripeError(403, { type: 'invalid_request_error', message });
}
