/** Sends bodies of 1 MB that are as bad as they can be, and says what each costs beyond reading as many bytes of JSON. */
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import type { HttpResponse } from '#lib/http/response.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { loadApi } from '#sandbox/server/load.ts';
import { Sandbox } from '#sandbox/server/sandbox.ts';
import { eventOf } from '../request.ts';
import { DICTIONARIES, FORMS, VALUES } from './hostile-values.ts';
import { answering } from './worker.ts';

/** What is to be measured. */
export interface HostileOrder {
  /** The token that the card service takes. */
  readonly token: string;
}

/** What one call cost beyond reading its body as JSON. */
export interface HostileCall {
  readonly surface: string;
  /** The endpoint, and what it was sent. */
  readonly about: string;
  /** Of all threads, in milliseconds. */
  readonly cpu: number;
  /** All that was allocated, in MB, which is no less than what was held at any time. */
  readonly memory: number;
  /** The reply with its headers where it is a refusal, in KB. */
  readonly refusal: number;
}

/** A body, and what it is. */
interface Body {
  readonly what: string;
  readonly body: string;
  readonly isForm?: boolean;
}

/** What is answered to it. */
type Answering = (body: Body) => Promise<{ isRefusal: boolean; size: number }>;

/** Calls are made so often where they cost more than this, in milliseconds, and the best counts: others use the machine. */
const TIMES = 4;
const SUSPICIOUS = 50;

answering(async ({ token }: HostileOrder): Promise<HostileCall[]> => {
  const calls: HostileCall[] = [];
  const all = (await readCatalogue()).filter(
    ({ endpoint }) => endpoint.method !== '*' && endpoint.arguments.length > 0,
  );
  for (const [surface, entries] of Map.groupBy(all, ({ endpoint }) => endpoint.surface)) {
    const seen = new Set<string>();
    const [widest] = entries.toSorted((a, b) => b.endpoint.arguments.length - a.endpoint.arguments.length);
    for (const entry of entries) {
      const answer: Answering = async (body) => {
        const reply = await entry.handler(eventFor(entry, body, token) as never, context());
        return {
          isRefusal: isRefusal(reply),
          size: reply.body.length + JSON.stringify(reply.headers).length,
        };
      };
      const bodies = [...(entry === widest ? asArguments(entry) : []), ...asValues(entry, seen)];
      for (const body of bodies) {
        const about = `${entry.method} ${entry.path}, ${body.what}`;
        calls.push({ surface, about, ...(await measured(body, answer)) });
      }
    }
  }
  const answer = await sandboxAnswering();
  for (const [what, body] of FORMS) {
    calls.push({ surface: 'sandbox', about: what, ...(await measured({ what, body }, answer)) });
  }
  return calls;
});

/** Bodies that are bad as a whole. */
function* asArguments({ endpoint }: Entry): Generator<Body> {
  const [open, close] = endpoint.surface === 'block' ? ['{"args":', '}'] : ['', ''];
  for (const [what, json] of DICTIONARIES) {
    yield { what, body: `${open}${json}${close}` };
  }
  for (const [what, body] of FORMS) {
    yield { what, body, isForm: true };
  }
}

/** Bodies with a bad value in each place that an endpoint has, once for all places where the same is done with it. */
function* asValues({ endpoint }: Entry, seen: Set<string>): Generator<Body> {
  const valid = Object.fromEntries(
    endpoint.arguments
      .filter(({ required }) => required)
      .map(({ name, parameter }) => [name, parameter.example]),
  );
  for (const { name, parameter, convert } of endpoint.arguments) {
    for (const { place, path, wrap } of placesIn(parameter)) {
      const kind = `${path} ${convert}`;
      if (!seen.has(kind)) {
        seen.add(kind);
        for (const [what, json] of VALUES) {
          const args = JSON.stringify({ ...valid, [name]: wrap(HERE) });
          const whole = endpoint.surface === 'block' ? `{"args":${args}}` : args;
          yield { what: `${name}${place}: ${what}`, body: whole.replace(`"${HERE}"`, () => json) };
        }
      }
    }
  }
}

const HERE = 'the value';

interface Place {
  /** As a message names it. */
  readonly place: string;
  /** What is done with a value there. */
  readonly path: string;
  wrap(value: unknown): unknown;
}

/** A parameter, its fields, what it lists, and theirs. */
function* placesIn(parameter: Parameter): Generator<Place> {
  const own = `${parameter.type} ${parameter.format} ${parameter.secret} ${doneWith(parameter.schema())}`;
  yield { place: '', path: own, wrap: (value) => value };
  const example = typeof parameter.example === 'object' ? parameter.example : {};
  for (const [name, field] of Object.entries(parameter.fields ?? {})) {
    for (const { place, path, wrap } of placesIn(field)) {
      yield {
        place: `[${name}]${place}`,
        path: `{${path}}`,
        wrap: (value) => ({ ...example, [name]: wrap(value) }),
      };
    }
  }
  if (parameter.item !== undefined) {
    for (const { place, path, wrap } of placesIn(parameter.item)) {
      yield { place: `[0]${place}`, path: `[${path}]`, wrap: (value) => [wrap(value)] };
    }
  }
}

/** A schema's steps: schemas with the same ones do the same, whatever the words in their messages. */
function doneWith(schema: object): string {
  const steps: string[] = [];
  JSON.stringify(schema, (key, value: unknown) => {
    if (typeof value === 'function') {
      const isStep = ['requirement', 'operation', 'check'].includes(key);
      steps.push(isStep ? value.toString() : '');
    }
    if (key === 'type') {
      steps.push(String(value));
    }
    return key === 'entries' || key === 'item' ? undefined : value;
  });
  return steps.join();
}

let calls = 0;

/** The connector takes so many calls of one key in a minute, so there are many keys. */
function eventFor({ endpoint, method, path }: Entry, { body, isForm }: Body, token: string): object {
  calls += 1;
  const key = endpoint.surface === 'card' ? token : `sk_test_bench${Math.floor(calls / 50)}`;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const event = eventOf(path.replace(/\{(\w+)\}/g, 'x_1'), {}, key, method) as { headers: object };
  return {
    ...event,
    headers: { ...event.headers, ...(isForm && { 'content-type': 'application/x-www-form-urlencoded' }) },
    routeKey: `${method} ${path}`,
    pathParameters: Object.fromEntries(names.map((name) => [name, 'x_1'])),
    body,
  };
}

function isRefusal({ statusCode, body }: HttpResponse): boolean {
  return statusCode >= 400 || body.startsWith('{"callback":"error"');
}

/** The sandbox in this process: what is compared is not the way to it. */
async function sandboxAnswering(): Promise<Answering> {
  const world = { now: () => Date.now() / 1000, seed: 'bench' };
  const sandbox = new Sandbox(await loadApi(), world, () => undefined);
  const headers = {
    authorization: 'Bearer sk_test_bench',
    'content-type': 'application/x-www-form-urlencoded',
  };
  return async ({ body }) => {
    const raw = { method: 'POST', url: '/v1/customers', headers, body: Buffer.from(body) };
    const answer = await sandbox.handle(raw);
    return { isRefusal: answer.status >= 400, size: answer.body.length };
  };
}

async function measured(
  body: Body,
  answer: Answering,
): Promise<Pick<HostileCall, 'cpu' | 'memory' | 'refusal'>> {
  const json = body.isForm || !body.body.startsWith('{') ? JSON.stringify(body.body) : body.body;
  let best = { cpu: Infinity, memory: Infinity, refusal: 0 };
  for (let time = 1; time <= TIMES && best.cpu > SUSPICIOUS; time += 1) {
    const read = await costOf(async () => JSON.parse(json));
    const call = await costOf(() => answer(body));
    const { isRefusal, size } = call.result;
    best = {
      cpu: Math.min(best.cpu, call.cpu - read.cpu),
      memory: Math.min(best.memory, call.memory - read.memory),
      refusal: isRefusal ? size / 1024 : 0,
    };
  }
  return best;
}

/** What doing something costs; once more where memory was collected meanwhile. */
async function costOf<T>(act: () => Promise<T>): Promise<{ cpu: number; memory: number; result: T }> {
  for (let time = 1; ; time += 1) {
    if (process.memoryUsage().heapUsed > 200e6 || time > 1) {
      globalThis.gc!();
    }
    const before = allocated();
    const started = process.cpuUsage();
    const result = await act();
    const { user, system } = process.cpuUsage(started);
    const memory = (allocated() - before) / 1e6;
    if (memory >= 0 || time === 3) {
      return { cpu: (user + system) / 1000, memory: Math.max(memory, 0), result };
    }
  }
}

function allocated(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function context() {
  const ends = Date.now() + 29_000;
  return {
    awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    getRemainingTimeInMillis: () => ends - Date.now(),
  } as never;
}
