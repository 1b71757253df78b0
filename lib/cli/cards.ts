/** Provides what the card service needs on this machine, unless the environment provides it. */
import { randomBytes } from 'node:crypto';
import { post } from '#lib/http/aws/http.ts';
import { encodeForm } from '#lib/http/form.ts';
import type { CardConfig } from '#lib/surfaces/card/config.ts';
import { EVENT_TYPES } from '#lib/surfaces/card/event-types.ts';
import { tryConfig } from './card-config.ts';
import { CommandError } from './command.ts';
import { localJwtSecret } from './local-secret.ts';
import { listenForTable } from './local-table.ts';

/** The environment of the card service. */
export interface LocalCards {
  /** The environment variables for its functions. */
  readonly environment: Readonly<Record<string, string>>;
  /** Why it cannot serve calls; `undefined` if it can. */
  readonly problem: string | undefined;
  /** Registers the webhook at the sandbox, for the functions' URL. */
  follow(sandbox: string, functions: string): Promise<void>;
  /** Stops the embedded DynamoDB. */
  close(): Promise<void>;
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
  const hasTable = Boolean(given['CARD_TABLE'] || given['CARD_TABLE_ENDPOINT']);
  const embedded = hasTable ? undefined : await listenForTable(TABLE);
  const environment = {
    CARD_STRIPE_KEY: given['CARD_STRIPE_KEY'] ?? '',
    ...(embedded && { CARD_TABLE: TABLE, CARD_TABLE_ENDPOINT: embedded.url }),
    ...(withSandbox && (await sandboxDefaults(given))),
  };
  const config = await tryConfig({ ...given, ...environment });
  return {
    environment,
    problem: typeof config === 'string' ? config : undefined,
    follow: async (sandbox, functions) => {
      if (typeof config !== 'string') {
        await register(config, sandbox, functions);
      }
    },
    close: async () => embedded?.close(),
  };
}

/** Settings that are optional with the sandbox. */
async function sandboxDefaults(given: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  return {
    CARD_STRIPE_KEY: given['CARD_STRIPE_KEY'] || SANDBOX_KEY,
    CARD_WEBHOOK_SECRETS: given['CARD_WEBHOOK_SECRETS'] || `whsec_${randomBytes(24).toString('base64url')}`,
    ...(!given['CARD_JWKS_URL'] && { CARD_JWT_SECRET: given['CARD_JWT_SECRET'] || (await localJwtSecret()) }),
  };
}

async function register(
  { stripeKey, webhookSecrets: [secret] }: CardConfig,
  sandbox: string,
  functions: string,
): Promise<void> {
  const { status } = await post(
    new URL('/_sandbox/webhooks', sandbox),
    { Authorization: `Bearer ${stripeKey}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    encodeForm({ url: `${functions}/webhooks/stripe`, secret, events: EVENT_TYPES }),
    SANDBOX_TIMEOUTS,
  );
  if (status !== 200) {
    throw new CommandError(`The sandbox rejected the card webhook (status ${status}).`);
  }
}

/** On a slow machine, the sandbox may still be loading. */
const SANDBOX_TIMEOUTS = { connection: 60_000, answer: 60_000 };
