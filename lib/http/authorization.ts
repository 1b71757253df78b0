/** Reads the credentials of a request (RFC 7235, RFC 6750, RFC 7617). */
import type { HttpRequest } from './request.ts';

/** The bearer token of a request, if it has one. */
export function bearer({ headers }: HttpRequest): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(headers['authorization'] ?? '')?.[1];
}
