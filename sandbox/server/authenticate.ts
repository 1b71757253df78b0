/** Authenticates requests by the API key in their Authorization header. */
import { StripeError } from '#sandbox/engine/errors.ts';

/** What an API key grants. */
export interface Credentials {
  /**
   * The part after `sk_test_` or `pk_test_`. A secret and a publishable key that share it belong to the same account.
   */
  readonly name: string;
  /** Publishable keys can only create tokens. */
  readonly publishable: boolean;
}

/**
 * Reads the Authorization header: Basic with the key as the user name, or Bearer.
 * @throws {StripeError} 401 if there is no key, or if it is not a test key
 */
export function authenticate(authorization: string | undefined): Credentials {
  const key = keyIn(authorization);
  if (key === '') {
    throw unauthenticated(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  }
  if (/^[a-z]{2}_live_/.test(key)) {
    throw unauthenticated(
      `This is a sandbox: it only accepts test keys, and this is a live key (${censored(key)}).`,
    );
  }
  const match = /^([sp])k_test_(\w{1,240})$/.exec(key);
  if (match === null) {
    throw unauthenticated(`Invalid API Key provided: ${censored(key)}`);
  }
  return { name: match[2]!, publishable: match[1] === 'p' };
}

/** Creates the error for calls that need a secret key. */
export function publishableKeyError(): StripeError {
  return unauthenticated(
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
  );
}

/** Returns the key in an Authorization header, or an empty string if there is none. */
export function keyIn(authorization = ''): string {
  const [scheme = '', credentials = ''] = authorization.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === 'bearer') {
    return credentials;
  }
  if (scheme.toLowerCase() === 'basic') {
    return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0]!;
  }
  return '';
}

function censored(key: string): string {
  return `${key.slice(0, Math.min(6, key.length >> 1)).replace(/[^\w]/g, '*')}****`;
}

function unauthenticated(message: string): StripeError {
  return new StripeError(401, { type: 'invalid_request_error', message });
}
