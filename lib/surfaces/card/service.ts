/** The card service of this process, made on first use of what its environment says. */
import { HttpError } from '#lib/http/errors.ts';
import { memoryCounter, tooManyCalls } from '#lib/surfaces/shared/rate-limit.ts';
import { deriveKey, sealerWith } from '#lib/surfaces/shared/sealed.ts';
import { type CardConfig, cardSettings, readCardConfig } from './config.ts';
import { type Authenticate, authenticator } from './identity.ts';
import { fetchParameters } from './parameter-store.ts';
import { type Session, stripeWith } from './session.ts';
import { type CardStore, storeIn } from './store.ts';
import { openTable } from './table.ts';

/** What all calls share. */
export interface CardService {
  readonly config: CardConfig;
  readonly store: CardStore;
  readonly authenticate: Authenticate;
  readonly admit: (account: string) => Promise<void>;
  /** What one call works with, until its deadline, in milliseconds since 1970. */
  session(deadline: number): Session;
}

/** Makes the card service. */
export function makeService(config: CardConfig): CardService {
  const store = storeIn(openTable(config.table, config.tableEndpoint, config.timeout));
  const cursors = sealerWith(deriveKey(config.stripeKey, 'cursors of the card service'));
  return {
    config,
    store,
    authenticate: authenticator(config.tokens, config.timeout),
    admit: limiter(config.rateLimit),
    session: (deadline) => ({ store, cursors, deadline, stripe: stripeWith(config.stripeKey, deadline) }),
  };
}

const MINUTE = 60;

/** Counts the calls of each account. It throws 429 when an account makes more of them a minute; 0 is for no limit. */
function limiter(callsPerMinute: number): CardService['admit'] {
  if (callsPerMinute === 0) {
    return async () => undefined;
  }
  const counter = memoryCounter(MINUTE);
  return async (account) => {
    const count = await counter.count(account);
    if (count.calls > callsPerMinute) {
      throw tooManyCalls(`An account may make ${callsPerMinute} calls per minute.`, count);
    }
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
      'not_configured',
      'The card service is not configured. The log says what is missing.',
      {},
      error,
    );
  }
}
