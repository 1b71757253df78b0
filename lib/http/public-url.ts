/** Where a request went, as its caller knows the place. */
import { HttpError } from './errors.ts';
import type { HttpRequest } from './request.ts';

const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/;

/**
 * Gives the scheme and the host, from the headers of the proxies before us (the first has the caller's) or else from
 * the request's own.
 * @throws {HttpError} 400 when they make no host
 */
export function originOf({ headers }: Pick<HttpRequest, 'headers'>): string {
  const first = (name: string) => (headers[name] ?? '').split(',')[0]!.trim();
  const host = first('x-forwarded-host') || first('host');
  if (!HOST.test(host) || !URL.canParse(`http://${host}`)) {
    throw new HttpError(400, 'The header Host must be the name of a host.');
  }
  const scheme = first('x-forwarded-proto').toLowerCase();
  const secure = scheme === 'http' || scheme === 'https' ? scheme === 'https' : !LOOPBACK.test(host);
  return `${secure ? 'https' : 'http'}://${host}`;
}

/** Gives the address of a request without its query. */
export function publicUrlOf(request: Pick<HttpRequest, 'headers' | 'publicPath'>): string {
  return originOf(request) + request.publicPath;
}
