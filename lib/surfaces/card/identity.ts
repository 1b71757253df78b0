/** Who calls: the account and the role that a bearer token (RFC 6750) names, a JSON Web Token (RFC 7519). */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { HttpError } from '#lib/http/errors.ts';
import { CARD_TIMEOUT, type TokenSettings } from './config.ts';

/** From the least to the most: each may do what those before it may. */
export const ROLES = ['user', 'admin', 'owner'] as const;

/** What a caller may do. */
export type Role = (typeof ROLES)[number];

/** Who calls. */
export interface TokenIdentity {
  readonly account: string;
  readonly role: Role;
  /** Whether an admin reads the cards of all accounts; everyone else acts on their own account only. */
  readonly allAccounts: boolean;
}

/** Gives who a token is of. */
export type Authenticate = (token: string | undefined) => Promise<TokenIdentity>;

/** The claim that lets an admin read the cards of all accounts, and its value. */
export const ALL_ACCOUNTS = { accounts: 'all' } as const;

/** The form of an account's id. */
export const ACCOUNT_ID = /^[\w.@:|+-]{1,128}$/;

/** Keys that are published are for signatures that only their owner can make. */
const PUBLIC_KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

/** How far the clocks of the token's maker and ours may be apart, in seconds. */
const CLOCK_TOLERANCE = 5;

/**
 * Makes the check of bearer tokens. A token must be signed, name its issuer, its audience and when it expires, and
 * have the claims `account` and `role`.
 * It throws {@link HttpError} 401 for any other token, and 503 when the published keys cannot be had, in two attempts.
 * @param timeout how long one answer with the published keys may take, in milliseconds
 */
export function authenticator(
  { secret, jwksUrl, issuer, audience }: TokenSettings,
  timeout = CARD_TIMEOUT,
): Authenticate {
  const common = { issuer, audience, requiredClaims: ['exp'], clockTolerance: CLOCK_TOLERANCE };
  const key = new TextEncoder().encode(secret);
  const keys =
    jwksUrl === undefined ? undefined : createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: timeout });
  const verify = (token: string) =>
    keys === undefined
      ? jwtVerify(token, key, { ...common, algorithms: ['HS256'] })
      : jwtVerify(token, keys, { ...common, algorithms: PUBLIC_KEY_ALGORITHMS });
  return async (token) => {
    if (token === undefined) {
      throw unauthorized('Send a token in the header Authorization: Bearer ….', 'token_missing');
    }
    try {
      const { payload } = await verify(token).catch((error) => {
        if (isOfToken(error)) {
          throw error;
        }
        return verify(token);
      });
      return identityOf(payload);
    } catch (error) {
      throw refusalOf(error);
    }
  };
}

/**
 * Refuses a caller whose role is less than an endpoint needs.
 * @throws {HttpError} 403 naming the role that is needed
 */
export function authorize({ role }: TokenIdentity, needed: Role): void {
  if (ROLES.indexOf(role) < ROLES.indexOf(needed)) {
    const message = `This call requires the role ${needed}; the token has the role ${role}.`;
    throw new HttpError('role_insufficient', message, challenge('insufficient_scope', message));
  }
}

function identityOf({ account, role, accounts }: JWTPayload): TokenIdentity {
  if (typeof account !== 'string' || !ACCOUNT_ID.test(account)) {
    throw unauthorized('The token’s claim account must be an account ID.');
  }
  if (!ROLES.includes(role as Role)) {
    throw unauthorized(`The token’s claim role must be one of ${ROLES.join(', ')}.`);
  }
  const allAccounts = role === 'admin' && accounts === ALL_ACCOUNTS.accounts;
  return { account, role: role as Role, allAccounts };
}

/** What is told of a token that was refused: enough to mend it, nothing of what it holds. */
function refusalOf(error: unknown): unknown {
  if (error instanceof HttpError) {
    return error;
  }
  if (error instanceof errors.JWTExpired) {
    return unauthorized('The token has expired.');
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthorized(
      error.claim === 'nbf'
        ? 'The token is not valid yet.'
        : `The token’s claim ${error.claim} is missing or has an unexpected value.`,
    );
  }
  return isOfToken(error)
    ? unauthorized('The token is malformed, or it was not signed with an accepted key.')
    : new HttpError(
        'token_keys_unavailable',
        'The token signing keys (JWKS) are temporarily unavailable.',
        { 'Retry-After': '5' },
        error,
      );
}

/** What is wrong with a token itself; any other error is of the way to the keys. */
const REFUSALS = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWTInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

function isOfToken(error: unknown): boolean {
  return REFUSALS.some((kind) => error instanceof kind);
}

function unauthorized(message: string, code: 'token_missing' | 'token_invalid' = 'token_invalid'): HttpError {
  return new HttpError(code, message, challenge('invalid_token', message));
}

/** A header holds ASCII only. */
function challenge(error: string, message: string): Record<string, string> {
  const description = message.replaceAll('’', "'").replaceAll('…', '...');
  return { 'WWW-Authenticate': `Bearer realm="card", error="${error}", error_description="${description}"` };
}
