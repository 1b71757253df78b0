/** Stripe's place while its answers are made up: real ones, recorded or asked of the sandbox, each with its fault. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { type Operation, TODAY } from '#lib/operations/operation.ts';
import { startSandbox } from '../helpers/noted-sandbox.ts';
import { type Seen, startUpstream } from '../helpers/upstream.ts';
import { isOldWay, WAYS, type Way } from '../helpers/ways.ts';
import { answerWith, type Delivered, type Fault, type Nature, natureOf, type Real } from './answers.ts';
import { callAll } from './recorded.ts';
import { OF_BRIDGES, takeWayHere } from './ways.ts';

/** The fault of an answer, and whether the call is carried out all the same. */
export interface Step {
  readonly fault: Fault;
  readonly isCarriedOut: boolean;
}

/** How the calls of one case are answered, one after the other; those after the last are answered as they should be. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Whether those after the last are answered as the last one. */
  readonly goesOn: boolean;
  /** Which of the recorded answers is taken. */
  readonly choice: number;
}

/** A call, and its answer. */
export interface Exchange {
  readonly seen: Seen;
  readonly fault: Fault;
  readonly delivered: Delivered;
  readonly nature: Nature;
}

/** What a case is answered with. */
export interface Scene {
  readonly plan: Plan;
  /** What stands in faults for the secrets of the call. */
  readonly secret: string;
  /** Whether the sandbox carries the calls out; where it does not, what it answered to others is taken. */
  readonly isLive: boolean;
  /** The customer that the call names, whose recorded cards are then. */
  readonly customer: string | undefined;
}

/** A running stage. */
export interface AnswerStage {
  readonly url: string;
  /** The sandbox itself. */
  readonly sandbox: string;
  readonly entries: readonly Entry[];
  /** Begins a case. Gives the exchanges, to which each is added as it happens. */
  begin(scene: Scene): Exchange[];
  /** The operations of endpoints that nothing was recorded of. */
  readonly missing: readonly string[];
  /** Defects of the sandbox, or of this. */
  readonly defects: unknown[];
  close(): Promise<void>;
}

/**
 * Starts it, with the environment's `STRIPE_API_BASE` at it, and records what is needed for each way of paying. The environment
 * is that of the cases.
 */
export async function startAnswerStage(seed: string, ways: readonly Way[] = WAYS): Promise<AnswerStage> {
  const defects: unknown[] = [];
  const entries = await readCatalogue();
  const operations = operationsOf(entries);
  const recorded = new Map<string, Real[]>();
  const sandbox = await startSandbox({ port: 0, seed, log: (error) => void defects.push(error) });
  const agent = new Agent({ keepAlive: true });
  let scene: Scene | undefined;
  let exchanges: Exchange[] = [];

  const server = await startUpstream((response, seen) => {
    answer(seen)
      .then((delivered) => delivered.write(response))
      .catch((error) => {
        defects.push(error);
        response.destroy();
      });
  });

  async function answer(seen: Seen): Promise<Delivered> {
    const { name: called = '', isList = false } =
      operations.find(({ form }) => form.test(`${seen.method} ${seen.url}`)) ?? {};
    const name = nameOf(called, seen.headers['stripe-version'] === TODAY);
    if (scene === undefined) {
      const real = await ask(sandbox.url, seen, agent);
      if (real.status === 200) {
        recorded.set(name, [...(recorded.get(name) ?? []), real]);
      }
      return answerWith({ kind: 'none' }, real, '');
    }
    const { plan, secret, isLive, customer } = scene;
    const here = exchanges;
    const last = plan.goesOn ? plan.steps.at(-1) : undefined;
    const { fault, isCarriedOut } = plan.steps[here.length] ?? last ?? AS_IT_SHOULD_BE;
    const known = recorded.get(name) ?? [];
    const real =
      known.length === 0 || (isLive && (isCarriedOut || fault.kind === 'none' || seen.method === 'GET'))
        ? await ask(sandbox.url, seen, agent)
        : ofCustomer(known[plan.choice % known.length]!, name, customer);
    const delivered = answerWith(fault, real, secret);
    const query = new URLSearchParams(seen.method === 'POST' ? '' : seen.url.split('?')[1]);
    const after = query.get('starting_after') ?? query.get('ending_before') ?? undefined;
    const nature = natureOf(delivered, { isList, after });
    here.push({ seen, fault, delivered, nature: nature });
    return delivered;
  }

  process.env['STRIPE_API_BASE'] = server.url;
  const { CALL_BUDGET, STRIPE_TIMEOUT } = process.env;
  // What is recorded is no case yet: on a busy machine it takes as long as it takes.
  Object.assign(process.env, { CALL_BUDGET: '600000', STRIPE_TIMEOUT: '600000' });
  for (const way of ways) {
    takeWayHere(way);
    await callAll(entries, server.url, sandbox.url, `sk_test_recorded_${way}`);
  }
  Object.assign(process.env, { CALL_BUDGET, STRIPE_TIMEOUT });
  server.seen.length = 0;
  return {
    url: server.url,
    sandbox: sandbox.url,
    entries,
    begin: (next) => {
      scene = next;
      server.seen.length = 0;
      exchanges = [];
      return exchanges;
    },
    missing: ways.flatMap((way) => missingIn(recorded, way, operations)),
    defects,
    close: async () => {
      agent.destroy();
      await Promise.all([server.close(), sandbox.close()]);
    },
  };
}

const AS_IT_SHOULD_BE: Step = { fault: { kind: 'none' }, isCarriedOut: true };

/** A recorded answer as one about a customer. Bridges reject the card of another one. */
function ofCustomer(real: Real, name: string, customer: string | undefined): Real {
  return customer === undefined || !/^payment_intents .*\bpayment_method/.test(name)
    ? real
    : { ...real, body: real.body.replace(/("customer": ?)"cus_\w+"/, `$1"${customer}"`) };
}

/** By what answers are recorded: those of an operation differ by the way of paying, and today's from old ones. */
function nameOf(
  operation: string,
  isOfToday: boolean,
  way: Way = isOldWay() ? 'charges' : 'payment_intents',
) {
  return `${way} ${operation}${isOfToday ? ' of today' : ''}`;
}

/** The operations that endpoints call, and that nothing was recorded of in a way. Bridges replace some of them. */
function missingIn(
  recorded: ReadonlyMap<string, unknown>,
  way: Way,
  operations: ReturnType<typeof operationsOf>,
): string[] {
  return operations
    .filter(({ isBridged, isOfBridges }) => !isOfBridges && !(isBridged && way === 'payment_intents'))
    .map(({ name }) => name)
    .filter((name) => ![false, true].some((isOfToday) => recorded.has(nameOf(name, isOfToday, way))));
}

/** The operations that endpoints call, those with fewer names in their paths first: they are more special. */
function operationsOf(entries: readonly Entry[]) {
  const called = entries.flatMap(({ endpoint: { operation, otherOperations } }) => [
    ...(operation === undefined ? [] : [operation]),
    ...otherOperations,
  ]);
  const named = (operations: readonly Operation[]) =>
    new Map(operations.map((operation) => [`${operation.method} ${operation.path}`, operation]));
  const own = named(called);
  const count = (name: string) => name.split('{').length;
  return [...named([...called, ...OF_BRIDGES])]
    .sort(([a], [b]) => count(a) - count(b))
    .map(([name, { list, bridge }]) => ({
      name,
      form: new RegExp(`^${name.replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?.*)?$`),
      isList: list === true,
      isBridged: bridge !== undefined,
      isOfBridges: !own.has(name),
    }));
}

/** Asks the sandbox. Its date is a day ahead, so that triggers find what was just made old enough. */
async function ask(sandbox: string, { method, url, headers, bytes }: Seen, agent: Agent): Promise<Real> {
  const { promise, resolve, reject } = Promise.withResolvers<Real>();
  request(`${sandbox}${url}`, { method, headers, agent }, (answer) => {
    text(answer).then((body) => {
      const {
        connection,
        'keep-alive': _,
        'transfer-encoding': __,
        'content-length': ___,
        ...rest
      } = answer.headers;
      const date = new Date(Date.now() + DAY).toUTCString();
      resolve({ status: answer.statusCode!, headers: { ...(rest as Record<string, string>), date }, body });
    }, reject);
  })
    .on('error', reject)
    .end(bytes);
  return promise;
}

const DAY = 86_400_000;
