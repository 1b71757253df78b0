/** Starts what the functions need on this machine: the sandbox, unless they use Stripe, and the card table. */
import { connectorProblem } from '#lib/surfaces/connector/secret.ts';
import { prepareCards } from './cards.ts';
import { CommandError } from './command.ts';
import { LOCALHOST, listening } from './ports.ts';
import { loadSandbox } from './prepared.ts';
import { readServedSandboxSettings, type ServedSandbox } from './settings.ts';

/** The options of {@link startSurroundings}. */
export interface SurroundingsOptions {
  /** The port of the API. */
  readonly port: number;
  readonly sandboxPort: number;
  /** A file that keeps the state of the sandbox across restarts. Default: nothing is saved. */
  readonly snapshot?: string | undefined;
  /** The URL of Stripe; if undefined, the sandbox is started. */
  readonly upstream?: string | undefined;
  /** Environment variables of the functions, in addition to those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The services that the functions need. */
export interface Surroundings {
  /** Environment variables of the functions, in addition to those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** The URL of Stripe or of the sandbox. */
  readonly stripe: string;
  /** How cards are charged and what the sandbox accepts, as text; undefined without the sandbox. */
  readonly accounts: string | undefined;
  /** The sandbox's page, with the token that gives access to all accounts; undefined without the sandbox. */
  readonly page: string | undefined;
  /** Why the card service cannot serve calls; undefined if it can. */
  readonly cardsProblem: string | undefined;
  /** Why the connector rejects all calls; undefined if it does not. */
  readonly connectorProblem: string | undefined;
  /** Makes the sandbox send its events to the functions. */
  follow(functions: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the services.
 * @throws {CommandError} if a port is in use, or a setting is invalid
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
      cardsProblem: cards.problem,
      connectorProblem: connectorProblem({ ...environment, STRIPE_API_BASE: stripe }),
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

/** Loads the sandbox only when it is needed. */
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

/** Describes how cards are charged, and what new sandbox accounts accept. */
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
