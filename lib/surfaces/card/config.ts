/** The configuration of the card service. While it is incomplete, every call fails with 503. */
import * as v from 'valibot';
import { milliseconds, readVariables } from '#lib/config/config.ts';
import { isReference, MAY_BE_REFERENCE } from '#lib/config/references.ts';

const secret = (description: string, deployed?: string) =>
  v.pipe(
    v.optional(v.string()),
    v.description(`${description} ${MAY_BE_REFERENCE}`),
    v.metadata({ secret: true, deployed }),
  );

const secureUrl = v.check(
  (value: string) => /^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(value),
  'must be an https URL',
);

/** The default timeout of a request to DynamoDB, Systems Manager or `CARD_JWKS_URL`, in milliseconds. */
export const CARD_TIMEOUT = 3_000;

/** Every variable that only the card service reads. */
export const cardSettings = {
  CARD_TABLE: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{3,255}$/, 'must be the name of a DynamoDB table'))),
    v.description(
      'DynamoDB table of the cards. Default in a deployment: the one that `npm run deploy` creates in a stack of its own.',
    ),
    v.metadata({ deployed: '{service}-{stage}-cards' }),
  ),
  CARD_TABLE_ENDPOINT: v.pipe(
    v.optional(v.pipe(v.string(), v.url('must be a URL'))),
    v.description('Endpoint of DynamoDB. Default: that of AWS; `npm start` uses an embedded one.'),
  ),
  CARD_STRIPE_KEY: secret(
    'Stripe secret key of the card service; callers send none.',
    'ssm:/{service}/{stage}/card-stripe-key',
  ),
  CARD_JWT_SECRET: secret('Secret that callers’ tokens are signed with (HS256), at least 32 bytes.'),
  CARD_JWKS_URL: v.pipe(
    v.optional(v.pipe(v.string(), v.url('must be a URL'), secureUrl)),
    v.description(
      'Instead of CARD_JWT_SECRET: URL of the JSON Web Key Set (JWKS) that callers’ tokens are verified with.',
    ),
  ),
  CARD_JWT_ISSUER: v.pipe(
    v.optional(v.string()),
    v.description(
      'Required `iss` of callers’ tokens. Must be set with CARD_JWKS_URL. Default: stripe-socket.',
    ),
  ),
  CARD_JWT_AUDIENCE: v.pipe(
    v.optional(v.string()),
    v.description(
      'Required `aud` of callers’ tokens. Must be set with CARD_JWKS_URL. Default: stripe-socket-cards.',
    ),
  ),
  CARD_WEBHOOK_SECRETS: secret(
    'Signing secrets of Stripe’s webhooks (whsec_…), separated by commas, e.g. the old and the new one during a rotation.',
  ),
  CARD_RATE_LIMIT: v.pipe(
    v.optional(
      v.pipe(v.string(), v.regex(/^\d{1,6}$/, 'must be a whole number'), v.transform(Number)),
      '600',
    ),
    v.description(
      'Calls per minute that an account may make to one instance of a function; 0 for no limit. Default: 600.',
    ),
  ),
  CARD_TIMEOUT: v.pipe(
    milliseconds(CARD_TIMEOUT),
    v.description(
      `Timeout of one request to DynamoDB, Systems Manager or CARD_JWKS_URL, in milliseconds. Default: ${CARD_TIMEOUT}.`,
    ),
  ),
};

const schema = v.object(cardSettings);

/** The configuration of the card service is incomplete or invalid. */
export class ConfigurationError extends Error {}

/** How callers' tokens are verified. */
export interface TokenSettings {
  /** The shared secret; `undefined` if tokens are verified with published keys. */
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string;
  readonly audience: string;
}

/** The complete configuration of the card service. */
export interface CardConfig {
  readonly table: string;
  readonly tableEndpoint: string | undefined;
  readonly stripeKey: string;
  readonly tokens: TokenSettings;
  readonly webhookSecrets: readonly string[];
  /** Calls per minute; 0 for no limit. */
  readonly rateLimit: number;
  /** The timeout of a request to AWS or to the JWKS URL, in milliseconds. */
  readonly timeout: number;
}

/** Resolves references to their values, in order; `timeout` is in milliseconds. */
export type FetchSecrets = (references: readonly string[], timeout: number) => Promise<string[]>;

const SHORTEST_SECRET = 32;

/** The default issuer and audience of tokens that are signed with CARD_JWT_SECRET. */
export const ISSUER = 'stripe-socket';
export const AUDIENCE = 'stripe-socket-cards';

/**
 * Reads the configuration from the environment and resolves references.
 * @throws {ConfigurationError} naming the variables that are missing or invalid, never their values
 */
export async function readCardConfig(
  environment: NodeJS.ProcessEnv,
  fetchSecrets: FetchSecrets,
): Promise<CardConfig> {
  const given = await resolve(readEnvironment(environment), fetchSecrets);
  return {
    table: needed('CARD_TABLE', given.CARD_TABLE),
    tableEndpoint: given.CARD_TABLE_ENDPOINT,
    stripeKey: needed('CARD_STRIPE_KEY', given.CARD_STRIPE_KEY),
    tokens: tokenSettings(given),
    webhookSecrets: (given.CARD_WEBHOOK_SECRETS ?? '').split(/[\s,]+/).filter((text) => text !== ''),
    rateLimit: given.CARD_RATE_LIMIT,
    timeout: given.CARD_TIMEOUT,
  };
}

/** Validates how tokens are verified and made. */
export function tokenSettings({
  CARD_JWT_SECRET: secret,
  CARD_JWKS_URL: jwksUrl,
  CARD_JWT_ISSUER: issuer,
  CARD_JWT_AUDIENCE: audience,
}: Pick<
  Given,
  'CARD_JWT_SECRET' | 'CARD_JWKS_URL' | 'CARD_JWT_ISSUER' | 'CARD_JWT_AUDIENCE'
>): TokenSettings {
  if ((secret === undefined) === (jwksUrl === undefined)) {
    throw new ConfigurationError('Set either CARD_JWT_SECRET or CARD_JWKS_URL.');
  }
  if (secret !== undefined && Buffer.byteLength(secret) < SHORTEST_SECRET) {
    throw new ConfigurationError(`CARD_JWT_SECRET must be at least ${SHORTEST_SECRET} bytes long.`);
  }
  if (jwksUrl !== undefined && (issuer === undefined || audience === undefined)) {
    throw new ConfigurationError('CARD_JWKS_URL requires CARD_JWT_ISSUER and CARD_JWT_AUDIENCE.');
  }
  return { secret, jwksUrl, issuer: issuer ?? ISSUER, audience: audience ?? AUDIENCE };
}

type Given = v.InferOutput<typeof schema>;

function readEnvironment(environment: NodeJS.ProcessEnv): Given {
  try {
    return readVariables(schema, environment);
  } catch (error) {
    throw new ConfigurationError((error as Error).message);
  }
}

/** Replaces references by their values. */
async function resolve(given: Given, fetchSecrets: FetchSecrets): Promise<Given> {
  const references = Object.entries(given).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && isReference(entry[1]),
  );
  if (references.length === 0) {
    return given;
  }
  const values = await fetchSecrets(
    references.map(([, reference]) => reference),
    given.CARD_TIMEOUT,
  );
  return { ...given, ...Object.fromEntries(references.map(([name], index) => [name, values[index]])) };
}

function needed(name: string, value: string | undefined): string {
  if (value === undefined) {
    throw new ConfigurationError(`${name} is not set.`);
  }
  return value;
}
