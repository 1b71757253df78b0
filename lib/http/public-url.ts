/** The public URL of a request, as its caller knows it. */
import { HttpError } from './errors.ts';
import type { HttpRequest } from './request.ts';

/** The message for an invalid `Host` header. */
export const NO_HOST = 'The header Host must be a valid host name.';

const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/;

/**
 * The scheme and host, from the headers of proxies (the first one counts) or the request's own.
 * @throws {HttpError} 400 if there is no valid host
 */
export function originOf({ headers }: Pick<HttpRequest, 'headers'>): string {
  const first = (name: string) => (headers[name] ?? '').split(',')[0]!.trim();
  const host = first('x-forwarded-host') || first('host');
  if (!isHost(host)) {
    throw new HttpError('header_invalid', NO_HOST);
  }
  const scheme = first('x-forwarded-proto').toLowerCase();
  const secure = scheme === 'http' || scheme === 'https' ? scheme === 'https' : !LOOPBACK.test(host);
  return `${secure ? 'https' : 'http'}://${host}`;
}

/** Whether a text is a host name or address, optionally with a port. */
export function isHost(text: string): boolean {
  return HOST.test(text) && URL.canParse(`http://${text}`);
}

/** The URL of a request without its query. */
export function publicUrlOf(request: Pick<HttpRequest, 'headers' | 'publicPath'>): string {
  return originOf(request) + request.publicPath;
}
