/** The whole service on this machine: the functions, and what surrounds them. */
import { LOCALHOST, listening } from './ports.ts';
import { sourceFunctions } from './prepared.ts';
import { type Surroundings, type SurroundingsOptions, startSurroundings } from './surroundings.ts';

/** The functions, served over HTTP. */
export interface Served {
  /** Where this machine reaches them. */
  readonly url: string;
  /** Settles when they are no longer served though nobody closed them. */
  readonly ended?: Promise<void>;
  /** Lets calls in flight end. */
  close(): Promise<void>;
}

/** A service that answers. */
export interface Service
  extends Served,
    Pick<Surroundings, 'stripe' | 'accounts' | 'page' | 'cardsRefusal' | 'connectorRefusal'> {}

/** How it is started. */
export interface ServiceOptions extends SurroundingsOptions {
  /** Where the API listens. Default: on this machine alone. */
  readonly host?: string;
}

/** Serves the functions with an environment. */
export type Serve = (environment: Surroundings['environment'], options: ServiceOptions) => Promise<Served>;

/**
 * Starts a service.
 * @param serve what serves the functions. Default: {@link serveHere}
 * @throws {CommandError} when a port is taken, or the functions cannot be served
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

/** Serves the functions in this process. They are loaded when they are called, so what they read is in its environment. */
const serveHere: Serve = async (environment, { host = LOCALHOST, port }) => {
  Object.assign(process.env, environment);
  const [{ startServer }, functions] = await Promise.all([
    import('#lib/server/server.ts'),
    sourceFunctions(),
  ]);
  return listening('PORT', port, () => startServer({ ...functions, host, port }));
};

/** What is printed of a service that is ready. */
export function readyText(
  { url, stripe, accounts, page, cardsRefusal, connectorRefusal }: Service,
  milliseconds: number,
  hasSandbox: boolean,
): string {
  const cards =
    cardsRefusal === undefined
      ? 'npm run token -- --role owner --account a1   makes a token for /card/create and the others'
      : `are not served: ${cardsRefusal}`;
  return `Ready after ${(milliseconds / 1000).toFixed(1)} s. Ctrl-C ends it.

  API      ${url}
  ${hasSandbox ? 'Sandbox ' : 'Stripe  '} ${stripe}
${accounts === undefined ? '' : `  Payments ${accounts}\n`}${page === undefined ? '' : `  Page     ${page}\n`}  Cards    ${cards}
  Docs     ${url}/reference   sends requests from the browser
  Try it   curl ${url}/stripe/create-customer -H 'Authorization: Bearer ${hasSandbox ? 'sk_test_demo' : 'sk_test_…'}' -d description=Jenny
${connectorRefusal === undefined ? '' : `  Note     The connector is not available: ${connectorRefusal}\n`}`;
}
