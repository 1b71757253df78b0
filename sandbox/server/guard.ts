/**
 * Rejects requests that a browser sends on behalf of other websites. `Origin` and `Sec-Fetch-Site` identify their
 * forms and scripts; `Host` identifies a domain that an attacker resolves to this machine (DNS rebinding).
 */
import { isIP } from 'node:net';
import { StripeError } from '#sandbox/engine/errors.ts';
import type { RawRequest } from './decode.ts';

/** The host names that the sandbox serves. */
export interface Reach {
  /** The address that the sandbox listens on. */
  readonly host: string;
  /** Additional host names, such as the name of a container. */
  readonly allowedHosts: readonly string[];
}

/** The path of the page. */
const PAGE = '/';

/**
 * Checks the origin of a request. Header values are parsed and compared as a whole, never by prefix.
 * @throws {StripeError} 403 if another website sent the request, or if it is for an unknown host
 */
export function checkSender(request: Pick<RawRequest, 'method' | 'url' | 'headers'>, reach: Reach): void {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  // Browsers always send Host. Only HTTP/1.0 allows a request without it.
  if (host !== undefined && !isOurs(hostIn(host), reach)) {
    throw rejection(
      `The sandbox does not accept requests for the host ${quoted(host)}. To allow it, add it to SANDBOX_ALLOWED_HOSTS.`,
    );
  }
  if (origin !== undefined && !isSameOrigin(origin, host)) {
    throw rejection(`The sandbox does not accept requests from other websites (Origin: ${quoted(origin)}).`);
  }
  if (site !== undefined && !['same-origin', 'none'].includes(site) && !opensPage(request)) {
    throw rejection(
      `The sandbox does not accept requests from other websites (Sec-Fetch-Site: ${quoted(site)}).`,
    );
  }
}

/**
 * Checks whether a browser sent the request. Browsers must not be asked for credentials, because they would send them
 * with all later requests.
 */
export function isFromBrowser({ headers }: Pick<RawRequest, 'headers'>): boolean {
  return (
    headers['sec-fetch-site'] !== undefined ||
    headers['origin'] !== undefined ||
    /\btext\/html\b/i.test(headers['accept'] ?? '')
  );
}

/**
 * Checks whether a request opens the page. Any website may link to it, because it contains no data and cannot be
 * framed.
 */
function opensPage({ method, url, headers }: Pick<RawRequest, 'method' | 'url' | 'headers'>): boolean {
  return (
    method === 'GET' &&
    url === PAGE &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

/** Returns the normalized host name in a Host header, or undefined if the header is invalid. */
function hostIn(header: string): string | undefined {
  return /^[^\s/?#@\\]+$/.test(header) ? parsed(`http://${header}`)?.hostname : undefined;
}

function isOurs(name: string | undefined, { host, allowedHosts }: Reach): boolean {
  if (name === undefined) {
    return false;
  }
  const bare = name.replace(/^\[(.*)\]$/, '$1');
  // DNS rebinding needs a name, so a sandbox that other machines can reach accepts any IP address.
  const isAddress = isIP(bare) !== 0 && !isLoopback(host);
  return isLoopback(bare) || bare === host || isAddress || allowedHosts.includes(bare);
}

/** Checks whether a host name or address is a loopback address. */
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
