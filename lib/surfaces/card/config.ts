/** The configuration of the card service: without all of it, no call is served. */
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

/** How long one answer of DynamoDB, of Systems Manager or of `CARD_JWKS_URL` may take by default, in milliseconds. */
export const CARD_TIMEOUT = 3_000;

/** Every variable that the card service reads beyond those of all functions. */
export const cardSettings = {
  CARD_TABLE: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{3,255}$/, 'must be the name of a DynamoDB table'))),
    v.description(
      'The DynamoDB table of the cards. Default in a deployment: the one that `npm run deploy` makes in a stack of its own.',
    ),
    v.metadata({ deployed: '{service}-{stage}-cards' }),
  ),
  CARD_TABLE_ENDPOINT: v.pipe(
    v.optional(v.pipe(v.string(), v.url('must be a URL'))),
    v.description(
      'Where DynamoDB is, when it is not that of AWS. `npm start` puts the embedded one here when it is not set.',
    ),
  ),
  CARD_STRIPE_KEY: secret(
    'The secret key of Stripe that the card service uses; its callers bring none.',
    'ssm:/{service}/{stage}/card-stripe-key',
  ),
  CARD_JWT_SECRET: secret('What the callers’ tokens are signed with (HS256), at least 32 bytes.'),
  CARD_JWKS_URL: v.pipe(
    v.optional(v.pipe(v.string(), v.url('must be a URL'), secureUrl)),
    v.description(
      'Instead of CARD_JWT_SECRET: where the public keys of the callers’ tokens are, as a JSON Web Key Set.',
    ),
  ),
  CARD_JWT_ISSUER: v.pipe(
    v.optional(v.string()),
    v.description('The `iss` of the callers’ tokens; needed with CARD_JWKS_URL. Default: stripe-socket.'),
  ),
  CARD_JWT_AUDIENCE: v.pipe(
    v.optional(v.string()),
    v.description(
      'The `aud` of the callers’ tokens; needed with CARD_JWKS_URL. Default: stripe-socket-cards.',
    ),
  ),
  CARD_WEBHOOK_SECRETS: secret(
    'The signing secrets of Stripe’s webhooks (whsec_…), separated by commas: one, or old and new.',
  ),
  CARD_RATE_LIMIT: v.pipe(
    v.optional(
      v.pipe(v.string(), v.regex(/^\d{1,6}$/, 'must be a whole number'), v.transform(Number)),
      '600',
    ),
    v.description(
      'How many calls a minute an account may make to one instance of a function; 0 for any number. Default: 600.',
    ),
  ),
  CARD_TIMEOUT: v.pipe(
    milliseconds(CARD_TIMEOUT),
    v.description(
      `Milliseconds to wait for one answer of DynamoDB, Systems Manager or CARD_JWKS_URL. Default: ${CARD_TIMEOUT}.`,
    ),
  ),
};

const schema = v.object(cardSettings);

/** The card service cannot be used as it is configured. */
export class ConfigurationError extends Error {}

/** How the callers' tokens are checked. */
export interface TokenSettings {
  /** Signed with a shared secret, or by the owner of published keys. */
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string;
  readonly audience: string;
}

/** The configuration of the card service, complete. */
export interface CardConfig {
  readonly table: string;
  readonly tableEndpoint: string | undefined;
  readonly stripeKey: string;
  readonly tokens: TokenSettings;
  readonly webhookSecrets: readonly string[];
  /** Calls a minute; 0 for any number. */
  readonly rateLimit: number;
  /** How long one answer of AWS, or of who publishes the tokens' keys, may take, in milliseconds. */
  readonly timeout: number;
}

/** Gives the values of references, in their order; one answer may take so many milliseconds. */
export type FetchSecrets = (references: readonly string[], timeout: number) => Promise<string[]>;

const SHORTEST_SECRET = 32;

/** Who makes and who takes the tokens, where they are signed with a secret of ours. */
export const ISSUER = 'stripe-socket';
export const AUDIENCE = 'stripe-socket-cards';

/**
 * Reads the configuration from the environment and fetches what it refers to.
 * @throws {ConfigurationError} naming what is missing or does not fit; values are never named
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

/** How tokens are checked, and made. */
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
    throw new ConfigurationError('Set CARD_JWT_SECRET or CARD_JWKS_URL, one of the two.');
  }
  if (secret !== undefined && Buffer.byteLength(secret) < SHORTEST_SECRET) {
    throw new ConfigurationError(`CARD_JWT_SECRET must have at least ${SHORTEST_SECRET} bytes.`);
  }
  if (jwksUrl !== undefined && (issuer === undefined || audience === undefined)) {
    throw new ConfigurationError('With CARD_JWKS_URL, CARD_JWT_ISSUER and CARD_JWT_AUDIENCE are needed.');
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

/** Puts what references stand for in their place. */
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
