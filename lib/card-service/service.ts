/** The card service of this process, made on first use of what its environment says. */
import { HttpError } from '#lib/errors.ts';
import { type CardConfig, cardSettings, readCardConfig } from './config.ts';
import { cursorsFor } from './cursor.ts';
import { type Authenticate, authenticator } from './identity.ts';
import { fetchParameters } from './parameter-store.ts';
import { rateLimiter } from './rate-limit.ts';
import { type Session, stripeWith } from './session.ts';
import { type Store, storeIn } from './store.ts';

/** What all calls share. */
export interface CardService {
  readonly config: CardConfig;
  readonly store: Store;
  readonly authenticate: Authenticate;
  readonly admit: (account: string) => Promise<void>;
  /** What one call works with, until its deadline, in milliseconds since 1970. */
  session(deadline: number): Session;
}

/** Makes the card service. */
export async function makeService(config: CardConfig): Promise<CardService> {
  const { openTable } = await import('./table.ts');
  const store = storeIn(openTable(config.table, config.tableEndpoint, config.timeout));
  const cursors = cursorsFor(config.stripeKey);
  return {
    config,
    store,
    authenticate: authenticator(config.tokens, config.timeout),
    admit: rateLimiter(config.rateLimit),
    session: (deadline) => ({ store, cursors, deadline, stripe: stripeWith(config.stripeKey, deadline) }),
  };
}

let made: { readonly from: string; readonly service: Promise<CardService> } | undefined;

/**
 * The card service as the environment configures it.
 * @throws {HttpError} 503 when the configuration is not complete, or cannot be had
 */
export async function cardService(): Promise<CardService> {
  const from = JSON.stringify(Object.keys(cardSettings).map((name) => process.env[name]));
  if (made?.from !== from) {
    made = { from, service: readCardConfig(process.env, fetchParameters).then(makeService) };
  }
  try {
    return await made.service;
  } catch (error) {
    // The next call tries again: what is referred to may be there by then.
    made = undefined;
    throw new HttpError(
      503,
      'The card service is not configured here. The log tells what is missing.',
      {},
      error,
    );
  }
}
