/**
 * Who may talk to the sandbox: programs, and the sandbox's own page. A page of another site that a browser shows may not,
 * neither by a form or a script (its `Sec-Fetch-Site` or `Origin` says so) nor by a name that it lets resolve to this
 * machine (its `Host` is not one of ours).
 */
import { isIP } from 'node:net';
import { StripeError } from '#sandbox/engine/errors.ts';
import type { RawRequest } from './decode.ts';

/** By which names the sandbox is reached. */
export interface Reach {
  /** The address that it listens on. */
  readonly host: string;
  /** Host names that it answers to besides that of this machine, such as the name of a container. */
  readonly allowedHosts: readonly string[];
}

/** Where the page is. */
const PAGE = '/';

/**
 * Checks where a request comes from. Header values are parsed and compared as a whole, never by their beginning.
 * @throws {StripeError} 403 when a page of another site sends it, or it is for a host that the sandbox is not
 */
export function checkSender(request: Pick<RawRequest, 'method' | 'url' | 'headers'>, reach: Reach): void {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  // Only programs leave the header out; that takes HTTP/1.0.
  if (host !== undefined && !isOurs(hostIn(host), reach)) {
    throw rejection(
      `The sandbox does not answer requests for the host ${quoted(host)}. Set SANDBOX_ALLOWED_HOSTS to the names by which it is reached, besides localhost.`,
    );
  }
  if (origin !== undefined && !isSameOrigin(origin, host)) {
    throw rejection(`The sandbox does not answer pages of other sites, such as ${quoted(origin)}.`);
  }
  if (site !== undefined && !['same-origin', 'none'].includes(site) && !opensPage(request)) {
    throw rejection(`The sandbox does not answer pages of other sites (Sec-Fetch-Site is ${quoted(site)}).`);
  }
}

/** Whether a browser sent the request: it would keep credentials that it is asked for, and send them with any request. */
export function isFromBrowser({ headers }: Pick<RawRequest, 'headers'>): boolean {
  return (
    headers['sec-fetch-site'] !== undefined ||
    headers['origin'] !== undefined ||
    /\btext\/html\b/i.test(headers['accept'] ?? '')
  );
}

/** A link on another site may open the page: it holds no data, and no other site can read or frame it. */
function opensPage({ method, url, headers }: Pick<RawRequest, 'method' | 'url' | 'headers'>): boolean {
  return (
    method === 'GET' &&
    url === PAGE &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

/** The name in a Host header, as URLs write it, or undefined where it is none. */
function hostIn(header: string): string | undefined {
  return /^[^\s/?#@\\]+$/.test(header) ? parsed(`http://${header}`)?.hostname : undefined;
}

function isOurs(name: string | undefined, { host, allowedHosts }: Reach): boolean {
  if (name === undefined) {
    return false;
  }
  const bare = name.replace(/^\[(.*)\]$/, '$1');
  // A name can be made to resolve to any address; an address is what it is. So where others may reach it, any address will do.
  const isAddress = isIP(bare) !== 0 && !isLoopback(host);
  return isLoopback(bare) || bare === host || isAddress || allowedHosts.includes(bare);
}

/** Whether a name or address stands for this machine alone. */
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
