/** What the functions need around them on this machine: Stripe or the sandbox in its place, and what cards are kept in. */
import { connectorRefusal } from '#lib/surfaces/connector/secret.ts';
import { prepareCards } from './cards.ts';
import { CommandError } from './command.ts';
import { LOCALHOST, listening } from './ports.ts';
import { loadSandbox } from './prepared.ts';
import { readServedSandboxSettings, type ServedSandbox } from './settings.ts';

/** How they are started. */
export interface SurroundingsOptions {
  /** Where the API is going to be served. */
  readonly port: number;
  readonly sandboxPort: number;
  /** A file that keeps what the sandbox has over a restart. Default: nothing is kept. */
  readonly snapshot?: string | undefined;
  /** Where Stripe is; left out, the sandbox is started. */
  readonly upstream?: string | undefined;
  /** What the functions find in their environment, beyond that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What surrounds the functions. */
export interface Surroundings {
  /** What the functions find in their environment, beyond that of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where Stripe is, or the sandbox in its place. */
  readonly stripe: string;
  /** How cards are paid with and what the sandbox accepts, in words; none where Stripe is elsewhere. */
  readonly accounts: string | undefined;
  /** The page of the sandbox, with the token that opens all accounts; none where Stripe is elsewhere. */
  readonly page: string | undefined;
  /** Why the card service answers no call, if it does not. */
  readonly cardsRefusal: string | undefined;
  /** Why the connector rejects all calls, if it does. */
  readonly connectorRefusal: string | undefined;
  /** Has the sandbox send its events to where the functions are. */
  follow(functions: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts them.
 * @throws {CommandError} when a port is taken, or a setting does not fit
 */
export async function startSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const { upstream, port, sandboxPort } = options;
  const environment = { ...process.env, ...options.environment };
  const settings = upstream === undefined ? readServedSandboxSettings(environment) : undefined;
  if (settings !== undefined && port === sandboxPort && port !== 0) {
    throw new CommandError(
      `PORT and SANDBOX_PORT are both ${port}. Set one of them to another port, or to 0 for any free one.`,
    );
  }
  const starting = [
    prepareCards(environment, upstream === undefined),
    settings && startSandbox(settings, options),
  ] as const;
  const close = async () => {
    for (const one of await Promise.allSettled(starting)) {
      if (one.status === 'fulfilled') {
        await one.value?.close();
      }
    }
  };
  try {
    const [cards, sandbox] = await Promise.all(starting);
    const stripe = upstream ?? sandbox!.url;
    return {
      environment: { ...options.environment, ...cards.environment, STRIPE_API_BASE: stripe },
      stripe,
      accounts: settings && accountsInWords(settings),
      page: sandbox?.page,
      cardsRefusal: cards.refusal,
      connectorRefusal: connectorRefusal({ ...environment, STRIPE_API_BASE: stripe }),
      follow: async (functions) => {
        if (sandbox !== undefined) {
          await cards.follow(stripe, functions);
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The sandbox is loaded only where it is needed. */
async function startSandbox(
  settings: ServedSandbox,
  { sandboxPort: port, snapshot }: SurroundingsOptions,
): Promise<{ readonly url: string; readonly page: string; close(): Promise<void> }> {
  const { startSandbox: start, policiesOf } = await loadSandbox();
  return listening('SANDBOX_PORT', port, () =>
    start({
      port,
      host: LOCALHOST,
      token: settings.SANDBOX_TOKEN,
      snapshot,
      policies: policiesOf(settings),
    }),
  );
}

/** How cards are paid with, and what new accounts of the sandbox accept. */
function accountsInWords({
  CARD_PAYMENTS,
  SANDBOX_ACCOUNTS,
  SANDBOX_RAW_CARD_NUMBERS,
}: ServedSandbox): string {
  const way = CARD_PAYMENTS === 'charges' ? 'Charges and card tokens' : 'PaymentIntents and PaymentMethods';
  const kind = SANDBOX_ACCOUNTS === 'today' ? 'like one opened today' : 'like an existing one';
  const numbers = SANDBOX_RAW_CARD_NUMBERS
    ? 'with card numbers enabled for one-off-charge'
    : 'without card numbers, which one-off-charge needs';
  return `paid by ${way} (CARD_PAYMENTS=${CARD_PAYMENTS}); a new account is ${kind} (SANDBOX_ACCOUNTS=${SANDBOX_ACCOUNTS}), ${numbers}`;
}
