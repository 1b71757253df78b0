/**
 * Authenticates callers by a bearer token (RFC 6750), a JSON Web Token (RFC 7519) that names their account and role.
 */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { HttpError } from '#lib/http/errors.ts';
import { CARD_TIMEOUT, type TokenSettings } from './config.ts';

/** The roles, lowest first. Each includes the rights of the ones before it. */
export const ROLES = ['user', 'admin', 'owner'] as const;

/** A caller's role. */
export type Role = (typeof ROLES)[number];

/** An authenticated caller. */
export interface TokenIdentity {
  readonly account: string;
  readonly role: Role;
  /**
   * Whether the caller is an admin who may read the cards of all accounts. All others act on their own account only.
   */
  readonly allAccounts: boolean;
}

/** Verifies a token and returns its identity. */
export type Authenticate = (token: string | undefined) => Promise<TokenIdentity>;

/** The claim that lets an admin read the cards of all accounts. */
export const ALL_ACCOUNTS = { accounts: 'all' } as const;

/** The format of account IDs. */
export const ACCOUNT_ID = /^[\w.@:|+-]{1,128}$/;

/** The algorithms for published keys, all asymmetric. */
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

/** The tolerance for differences between the issuer's clock and ours, in seconds. */
const CLOCK_TOLERANCE = 5;

/**
 * Creates the function that verifies bearer tokens. A token must be signed, have the expected issuer and audience, an
 * expiry time, and the claims `account` and `role`. It throws {@link HttpError} 401 for an invalid token, and 503 if
 * the published keys cannot be fetched in two attempts.
 * @param timeout the timeout for fetching the keys, in milliseconds
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
        if (isTokenError(error)) {
          throw error;
        }
        return verify(token);
      });
      return identityOf(payload);
    } catch (error) {
      throw tokenError(error);
    }
  };
}

/**
 * Rejects a caller whose role is too low.
 * @throws {HttpError} 403 naming the required role
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

/** The error for a rejected token. It helps to fix the token without revealing its contents. */
function tokenError(error: unknown): unknown {
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
  return isTokenError(error)
    ? unauthorized('The token is malformed, or it was not signed with an accepted key.')
    : new HttpError(
        'token_keys_unavailable',
        'The token signing keys (JWKS) are temporarily unavailable.',
        { 'Retry-After': '5' },
        error,
      );
}

/** Errors caused by the token itself. All other errors concern fetching the keys. */
const TOKEN_ERRORS = [
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

function isTokenError(error: unknown): boolean {
  return TOKEN_ERRORS.some((kind) => error instanceof kind);
}

function unauthorized(message: string, code: 'token_missing' | 'token_invalid' = 'token_invalid'): HttpError {
  return new HttpError(code, message, challenge('invalid_token', message));
}

/** The challenge header, which must be ASCII. */
function challenge(error: string, message: string): Record<string, string> {
  const description = message.replaceAll('’', "'").replaceAll('…', '...');
  return { 'WWW-Authenticate': `Bearer realm="card", error="${error}", error_description="${description}"` };
}
