/** The card service of this process, created from the environment on first use. */
import { HttpError } from '#lib/http/errors.ts';
import type { Usage } from '#lib/stripe/send.ts';
import { fetchParameters } from '#lib/surfaces/shared/parameter-store.ts';
import { memoryCounter, tooManyCalls } from '#lib/surfaces/shared/rate-limit.ts';
import { deriveKey, sealerWith } from '#lib/surfaces/shared/sealed.ts';
import { type CardConfig, cardSettings, readCardConfig } from './config.ts';
import { type Authenticate, authenticator } from './identity.ts';
import { type Session, stripeWith } from './session.ts';
import { type CardStore, storeIn } from './store.ts';
import { openTable } from './table.ts';

/** The resources that all calls share. */
export interface CardService {
  readonly config: CardConfig;
  readonly store: CardStore;
  readonly authenticate: Authenticate;
  readonly admit: (account: string) => Promise<void>;
  /**
   * Creates the session of a call.
   * @param deadline in milliseconds since 1970
   * @param usage counts the requests to Stripe
   */
  session(deadline: number, usage?: Usage): Session;
}

/** Creates the card service. */
export function makeService(config: CardConfig): CardService {
  const store = storeIn(openTable(config.table, config.tableEndpoint, config.timeout));
  const cursors = sealerWith(deriveKey(config.stripeKey, 'cursors of the card service'));
  return {
    config,
    store,
    authenticate: authenticator(config.tokens, config.timeout),
    admit: limiter(config.rateLimit),
    session: (deadline, usage = { requests: 0, milliseconds: 0 }) => ({
      store,
      cursors,
      deadline,
      stripe: stripeWith(config.stripeKey, deadline, usage),
    }),
  };
}

const MINUTE = 60;

/** Limits the calls per account and minute; throws 429 beyond the limit. 0 means no limit. */
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
 * The card service that the environment configures.
 * @throws {HttpError} 503 if the configuration is incomplete, or its secrets cannot be fetched
 */
export async function cardService(): Promise<CardService> {
  const from = JSON.stringify(Object.keys(cardSettings).map((name) => process.env[name]));
  if (made?.from !== from) {
    made = { from, service: readCardConfig(process.env, fetchParameters).then(makeService) };
  }
  try {
    return await made.service;
  } catch (error) {
    // Retry on the next call, because a missing parameter may exist by then.
    made = undefined;
    throw new HttpError(
      'not_configured',
      'The card service is not configured. The log says what is missing.',
      {},
      error,
    );
  }
}
