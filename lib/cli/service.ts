/** The whole service on this machine: the sandbox, unless Stripe is elsewhere, and the functions before it. */
import { prepareCards } from './cards.ts';
import { CommandError } from './command.ts';
import { startOffline } from './offline.ts';
import { HOST, takePort } from './ports.ts';
import { readServedSandboxSettings, type SandboxSettings, type ServedSandbox } from './settings.ts';

/** A service that answers. */
export interface Service {
  /** Where the endpoints are. */
  readonly url: string;
  /** Where Stripe is, or the sandbox in its place. */
  readonly stripe: string;
  /** How cards are paid with and what the sandbox accepts, in words; none where Stripe is elsewhere. */
  readonly accounts: string | undefined;
  /** Why the card service answers no call, if it does not. */
  readonly cardsRefusal: string | undefined;
  /** Settles when the functions are no longer served, whoever ended them. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** How it is started. */
export interface ServiceOptions {
  readonly port: number;
  readonly sandboxPort: number;
  /** A file that keeps what the sandbox has over a restart. Default: nothing is kept. */
  readonly snapshot?: string | undefined;
  /** Where Stripe is; left out, the sandbox is started. */
  readonly upstream?: string | undefined;
  /** What the functions find in their environment, beyond that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the start, and all that was started. */
  readonly signal?: AbortSignal;
}

/**
 * Has the functions built and served.
 * @throws {CommandError} when a port is taken, or the functions cannot be served
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { upstream, environment, signal } = options;
  const sandbox =
    upstream === undefined ? readServedSandboxSettings({ ...process.env, ...environment }) : undefined;
  if (sandbox !== undefined && options.port === options.sandboxPort && options.port !== 0) {
    throw new CommandError(
      `PORT and SANDBOX_PORT are both ${options.port}. Set one of them to another port, or to 0 for any free one.`,
    );
  }
  const port = await takePort('PORT', options.port);
  const sandboxPort = sandbox === undefined ? 0 : await takePort('SANDBOX_PORT', options.sandboxPort);
  const cards = await prepareCards({ ...process.env, ...environment }, upstream === undefined);
  const stripe = upstream ?? `http://${HOST}:${sandboxPort}`;
  const starting = [
    startOffline({
      port,
      environment: { ...environment, ...cards.environment, STRIPE_API_BASE: stripe },
      ...(signal && { signal }),
    }),
    cards.start(),
    ...(sandbox === undefined ? [] : [startSandbox(sandboxPort, sandbox, options.snapshot)]),
  ] as const;
  const close = async () => {
    for (const one of await Promise.allSettled(starting)) {
      if (one.status === 'fulfilled') {
        await one.value.close();
      }
    }
  };
  try {
    const [{ url, ended }] = await Promise.all(starting);
    if (upstream === undefined) {
      await cards.follow(stripe, url);
    }
    const accounts = sandbox && accountsInWords(sandbox);
    return { url, stripe, accounts, cardsRefusal: cards.refusal, ended, close };
  } catch (error) {
    await close();
    throw error;
  }
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

/** The sandbox is loaded only where it is needed. */
async function startSandbox(
  port: number,
  settings: SandboxSettings,
  snapshot: string | undefined,
): Promise<{ close(): Promise<void> }> {
  const [sandbox, { policiesOf }] = await Promise.all([
    import('#sandbox/server.ts'),
    import('#sandbox/policies.ts'),
  ]);
  return sandbox.startSandbox({ port, host: HOST, snapshot, policies: policiesOf(settings) });
}

/** Is aborted when this process is asked to end: by Ctrl-C, by another process, or because its terminal closes. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort());
  }
  return controller.signal;
}
