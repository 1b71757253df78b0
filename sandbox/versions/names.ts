/**
 * Parameters that Stripe accepts under two names: operations get the newer name, and errors use the name that the
 * caller sent.
 */
import { isKnownAt, type Operation } from '#lib/operations/operation.ts';
import { invalidRequest, StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { VersionedRequest } from '#sandbox/engine/versions.ts';

/**
 * Renames parameters to their newer names.
 * @throws {StripeError} 400 when one parameter is sent under several names
 */
export function withNewerNames(request: VersionedRequest): VersionedRequest {
  const { operation, parameters: given } = request;
  const parameters = { ...given };
  const sentAs: Record<string, string> = {};
  for (const [name, { otherNameOf: newer }] of Object.entries(operation.parameters)) {
    if (newer === undefined || !Object.hasOwn(given, name)) {
      continue;
    }
    if (Object.hasOwn(parameters, newer)) {
      throw invalidRequest(
        `You may only specify one of these parameters: ${sentAs[newer] ?? newer}, ${name}`,
        { param: name },
      );
    }
    parameters[newer] = given[name];
    delete parameters[name];
    sentAs[newer] = name;
  }
  return { ...request, parameters, sentAs };
}

/**
 * Rewrites an error with the caller's parameter names: the name that was sent, or for a parameter that was not sent,
 * the name that the version documents.
 */
export function inCallersNames(
  error: StripeError,
  { parameters: declared }: Operation,
  version: string,
  given: Json,
): StripeError {
  const { message, param = '' } = error.body;
  const [first = '', ...rest] = param.split(/(?=\[)/);
  const others = Object.entries(declared).filter(([, { otherNameOf }]) => otherNameOf === first);
  const own = declared[first];
  const [name] =
    others.find(([other]) => Object.hasOwn(given, other)) ??
    (own === undefined || isKnownAt(version, own)
      ? []
      : (others.find(([, other]) => isKnownAt(version, other)) ?? []));
  if (name === undefined || name === first) {
    return error;
  }
  return new StripeError(
    error.status,
    {
      ...error.body,
      message: message.replace(new RegExp(`\\b${first}\\b`, 'g'), name),
      param: [name, ...rest].join(''),
    },
    { stands: error.stands },
  );
}
