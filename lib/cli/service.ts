/** Runs the whole service on this machine: the functions, and the services that they need. */
import { LOCALHOST, listening } from './ports.ts';
import { sourceFunctions } from './prepared.ts';
import { type Surroundings, type SurroundingsOptions, startSurroundings } from './surroundings.ts';

/** Functions that are served over HTTP. */
export interface Served {
  /** The URL that this machine can reach them at. */
  readonly url: string;
  /** Resolves if they stop being served without a call of `close`. */
  readonly ended?: Promise<void>;
  /** Waits for calls in flight, then stops. */
  close(): Promise<void>;
}

/** A running service. */
export interface Service
  extends Served,
    Pick<Surroundings, 'stripe' | 'accounts' | 'page' | 'cardsProblem' | 'connectorProblem'> {}

/** The options of {@link startService}. */
export interface ServiceOptions extends SurroundingsOptions {
  /** The address that the API listens on. Default: only reachable from this machine. */
  readonly host?: string;
}

/** Serves the functions with some environment variables. */
export type Serve = (environment: Surroundings['environment'], options: ServiceOptions) => Promise<Served>;

/**
 * Starts a service.
 * @param serve serves the functions. Default: {@link serveHere}
 * @throws {CommandError} if a port is in use, or the functions cannot be served
 */
export async function startService(options: ServiceOptions, serve: Serve = serveHere): Promise<Service> {
  const surroundings = await startSurroundings(options);
  let served: Served | undefined;
  const close = async () => {
    await served?.close();
    await surroundings.close();
  };
  try {
    served = await serve(surroundings.environment, options);
    await surroundings.follow(served.url);
    return { ...surroundings, ...served, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Serves the functions in this process. They are loaded on their first call, after their environment variables are
 * set.
 */
const serveHere: Serve = async (environment, { host = LOCALHOST, port }) => {
  Object.assign(process.env, environment);
  const [{ startServer }, functions] = await Promise.all([
    import('#lib/server/server.ts'),
    sourceFunctions(),
  ]);
  return listening('PORT', port, () => startServer({ ...functions, host, port }));
};

/** Returns the message about a running service. */
export function readyText(
  { url, stripe, accounts, page, cardsProblem, connectorProblem }: Service,
  milliseconds: number,
  hasSandbox: boolean,
): string {
  const cards =
    cardsProblem === undefined
      ? 'npm run token -- --role owner --account a1   creates a token for /card/create and the other calls'
      : `not available: ${cardsProblem}`;
  return `Ready after ${(milliseconds / 1000).toFixed(1)} s. Press Ctrl-C to stop.

  API      ${url}
  ${hasSandbox ? 'Sandbox ' : 'Stripe  '} ${stripe}
${accounts === undefined ? '' : `  Payments ${accounts}\n`}${page === undefined ? '' : `  Page     ${page}\n`}  Cards    ${cards}
  Docs     ${url}/reference   sends requests from the browser
  Try it   curl ${url}/stripe/create-customer -H 'Authorization: Bearer ${hasSandbox ? 'sk_test_demo' : 'sk_test_…'}' -d description=Jenny
${connectorProblem === undefined ? '' : `  Note     The connector is not available: ${connectorProblem}\n`}`;
}
