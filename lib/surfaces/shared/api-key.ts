/** The caller's Stripe API key. */
import { missing } from '#lib/endpoint/arguments.ts';
import type { ArgumentProblem } from '#lib/endpoint/errors.ts';
import { bearer } from '#lib/http/authorization.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { check } from '#lib/parameters/check.ts';
import { required, secret, text } from '#lib/parameters/parameters.ts';

/** The argument that every socket and block has in addition to its own. */
export const apiKey = required(
  secret(
    text('The secret key of the Stripe account. Prefer the header `Authorization: Bearer`.', {
      max: 255,
      pattern: /^[\x21-\x7e]+$/,
      example: 'sk_test_demo',
    }),
  ),
);

/** The problem with a call's key, if any. */
export function problemWithKey(key: string | undefined): ArgumentProblem | undefined {
  if (key === undefined) {
    return missing('apiKey', apiKey);
  }
  return check(apiKey, key).problems === undefined
    ? undefined
    : {
        name: 'apiKey',
        code: 'parameter_invalid',
        message: 'apiKey must be a Stripe API key, e.g. sk_test_….',
      };
}

/** The key of a call: the bearer token, or else the argument. */
export function keyOf(request: HttpRequest, argument: unknown): string | undefined {
  const key = bearer(request) ?? argument;
  return typeof key === 'string' && key !== '' ? key : undefined;
}
