/**
 * The form in which RapidAPI's clients call blocks: `POST /connect/Stripe/<block>`, with the arguments flat in the body.
 * They expect `{"outcome": "success" or "error", "payload": …}`. They identify themselves by HTTP Basic with the name
 * and the key of a RapidAPI project, which mean nothing here; Stripe's key is the argument `apiKey`.
 */
import type { HttpRequest } from '#lib/http/request.ts';
import { type HttpResponse, jsonResponse } from '#lib/http/response.ts';
import { connectPath } from './path.ts';

/** Checks whether a request is from one of RapidAPI's clients. */
export function isConnect({ path }: Pick<HttpRequest, 'path'>): boolean {
  return path.startsWith(`${connectPath}/`);
}

/** Creates the response to a call that reached its block. */
export function connectReply(
  outcome: 'success' | 'error',
  payload: unknown,
  headers: Readonly<Record<string, string | undefined>>,
): HttpResponse {
  return jsonResponse(200, { outcome, payload }, headers);
}

/** Converts an error from Stripe's format to that of RapidAPI's clients, with the same status. */
export function asConnectError(reply: HttpResponse): HttpResponse {
  const { error } = JSON.parse(reply.body) as { error: object };
  return { ...reply, body: JSON.stringify({ outcome: 'error', payload: error }) };
}
