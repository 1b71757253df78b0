/** Provides what the card service needs on this machine, unless the environment provides it. */
import { randomBytes } from 'node:crypto';
import { encodeForm } from '#lib/http/form.ts';
import { type CardConfig, ConfigurationError, readCardConfig } from '#lib/surfaces/card/config.ts';
import { EVENT_TYPES } from '#lib/surfaces/card/stripe-event.ts';
import { CommandError } from './command.ts';
import { localJwtSecret } from './local-secret.ts';
import { HOST, takePort } from './ports.ts';

/** The environment of the card service. */
export interface LocalCards {
  /** The environment variables for its functions. */
  readonly environment: Readonly<Record<string, string>>;
  /** Why it cannot serve calls; `undefined` if it can. */
  readonly refusal: string | undefined;
  /** Starts the embedded DynamoDB, unless another one is configured. */
  start(): Promise<{ close(): Promise<void> }>;
  /** Registers the webhook at the sandbox, for the functions' URL. */
  follow(sandbox: string, functions: string): Promise<void>;
}

/** The sandbox account of the card service. */
const SANDBOX_KEY = 'sk_test_cards';

/** The name of the table in the embedded DynamoDB. */
const TABLE = 'stripe-socket-local-cards';

/**
 * Prepares the environment. With the sandbox, nothing needs to be configured; with the real Stripe, only the table is
 * provided.
 */
export async function prepareCards(given: NodeJS.ProcessEnv, withSandbox: boolean): Promise<LocalCards> {
  const ownTable = Boolean(given['CARD_TABLE'] || given['CARD_TABLE_ENDPOINT']);
  const port = ownTable ? 0 : await takePort('CARD_TABLE_ENDPOINT', 0);
  const environment = {
    CARD_STRIPE_KEY: given['CARD_STRIPE_KEY'] ?? '',
    ...(!ownTable && { CARD_TABLE: TABLE, CARD_TABLE_ENDPOINT: `http://${HOST}:${port}` }),
    ...(withSandbox && (await sandboxDefaults(given))),
  };
  const config = await tryConfig({ ...given, ...environment });
  return {
    environment,
    refusal: typeof config === 'string' ? config : undefined,
    start: async () => (ownTable ? { close: async () => undefined } : startEmbedded(port)),
    follow: async (sandbox, functions) => {
      if (typeof config !== 'string') {
        await register(config, sandbox, functions);
      }
    },
  };
}

/** Loads DynamoDB's client and server only if needed, while the functions are starting. */
async function startEmbedded(port: number): Promise<{ close(): Promise<void> }> {
  const { startDynamoDb } = await import('./dynamodb.ts');
  return startDynamoDb(TABLE, port);
}

/** Settings that are optional with the sandbox. */
async function sandboxDefaults(given: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  return {
    CARD_STRIPE_KEY: given['CARD_STRIPE_KEY'] || SANDBOX_KEY,
    CARD_WEBHOOK_SECRETS: given['CARD_WEBHOOK_SECRETS'] || `whsec_${randomBytes(24).toString('base64url')}`,
    ...(!given['CARD_JWKS_URL'] && { CARD_JWT_SECRET: given['CARD_JWT_SECRET'] || (await localJwtSecret()) }),
  };
}

/** A placeholder for the value of a reference. */
function standIn(reference: string): string {
  return reference.padEnd(32);
}

/** The configuration that the functions will have, or what is missing from it. */
async function tryConfig(environment: NodeJS.ProcessEnv): Promise<CardConfig | string> {
  try {
    return await readCardConfig(environment, async (references) => references.map(standIn));
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.message;
    }
    throw error;
  }
}

async function register(
  { stripeKey, webhookSecrets: [secret] }: CardConfig,
  sandbox: string,
  functions: string,
): Promise<void> {
  const response = await fetch(`${sandbox}/_sandbox/webhooks`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${stripeKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: encodeForm({ url: `${functions}/webhooks/stripe`, secret, events: EVENT_TYPES }),
  });
  if (!response.ok) {
    throw new CommandError(`The sandbox rejected the card webhook (status ${response.status}).`);
  }
}
