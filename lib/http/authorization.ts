/** Reads the credentials of a request (RFC 7235, RFC 6750, RFC 7617). */
import type { HttpRequest } from './request.ts';

/** The bearer token of a request, if any. */
export function bearer({ headers }: HttpRequest): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(headers['authorization'] ?? '')?.[1];
}

/** The user name in HTTP Basic authentication, if any. */
export function basicUser({ headers }: HttpRequest): string | undefined {
  const [, credentials] = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(headers['authorization'] ?? '') ?? [];
  return credentials === undefined ? undefined : Buffer.from(credentials, 'base64').toString().split(':')[0];
}
