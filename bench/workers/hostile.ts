/** Calls endpoints with bodies of 1 MB that are as bad as they can be, and says what each costs beyond reading it as JSON. */
import { type Entry, readCatalogue } from '#lib/catalogue.ts';
import type { HttpReply } from '#lib/http/reply.ts';
import type { Parameter } from '#lib/stripe/parameters.ts';
import { eventOf } from '../request.ts';
import { answering } from './worker.ts';

/** What is to be measured. */
export interface HostileOrder {
  /** The token that the card service takes. */
  readonly token: string;
  /** Only endpoints whose path holds this. */
  readonly only?: string;
}

/** What one call cost beyond reading its body as JSON. */
export interface HostileCall {
  readonly endpoint: string;
  readonly value: string;
  /** Of all threads, in milliseconds. */
  readonly cpu: number;
  /** All that was allocated, in MB: no less than what was held at any time. */
  readonly memory: number;
  /** The reply's body and headers, in KB. */
  readonly reply: number;
  readonly status: number;
}

/** Somewhat less than a body may have, for what stands around a value; many numbers divide it. */
const SIZE = 1_008_000;

/** Values that fill a body, by what they are. */
const VALUES: Readonly<Record<string, () => unknown>> = {
  'commas in a text': () => 'a,'.repeat(SIZE / 2),
  'URLs in a text': () => 'https:a,'.repeat(SIZE / 8),
  'numbers in a list': () => Array(SIZE / 2).fill(1),
  'different numbers in a list': () => Array.from({ length: SIZE / 7 }, (_, index) => 100_000 + index),
  'texts in a list': () => Array(SIZE / 4).fill('a'),
  'dictionaries in a list': () => Array(SIZE / 3).fill({}),
  'lists in a list': () => Array(SIZE / 3).fill([]),
  'a thousand long texts': () => Array(1_000).fill('a'.repeat(SIZE / 1_000 - 3)),
  'a thousand dictionaries': () => Array(1_000).fill(dictionary(70)),
  'many keys': () => dictionary(80_000),
  'keys that are numbers': () => Object.fromEntries(Array.from({ length: 75_000 }, (_, index) => [index, 1])),
  'keys with empty values': () =>
    Object.fromEntries(Array.from({ length: 75_000 }, (_, index) => [`k${index}`, ''])),
  'a long key': () => ({ ['k'.repeat(SIZE)]: 1 }),
  'a key of control characters': () => ({ ['\u0001'.repeat(SIZE / 6)]: 1 }),
  letters: () => 'a'.repeat(SIZE),
  digits: () => '4'.repeat(SIZE),
  'digits with blanks': () => '4 '.repeat(SIZE / 2),
  blanks: () => ' '.repeat(SIZE),
  hyphens: () => '-'.repeat(SIZE),
  'control characters': () => '\u0001'.repeat(SIZE / 6),
  'base64 with blanks': () => `data:text/plain;base64,${'YQ '.repeat(SIZE / 3)}`,
  'a list in JSON text': () => `[${'1,'.repeat(SIZE / 2 - 2)}1]`,
  'a dictionary in JSON text': () => JSON.stringify(dictionary(60_000)),
  'open brackets': () => '['.repeat(SIZE),
  'lists within lists': () => nested(SIZE / 2 - 10),
  'pairs of keys and values': () => Array(SIZE / 24).fill({ key: 'k', value: 'v' }),
};

function dictionary(size: number): object {
  return Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${index}`, 1]));
}

/** Made as text: `JSON.stringify` cannot write it. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function nested(depth: number): Raw {
  return new Raw('['.repeat(depth) + ']'.repeat(depth));
}

/** Bodies for an endpoint: each value in each place that an argument has, and as arguments that are not known. */
function* bodiesFor({ endpoint }: Entry, seen: Set<unknown>): Generator<{ value: string; body: string }> {
  const valid = Object.fromEntries(
    endpoint.arguments
      .filter(({ required }) => required)
      .map(({ name, parameter }) => [name, parameter.example]),
  );
  for (const [kind, make] of Object.entries(VALUES)) {
    const value = make();
    if (typeof value === 'object' && !Array.isArray(value) && !(value instanceof Raw)) {
      yield { value: `unknown arguments: ${kind}`, body: bodyOf(endpoint.surface, { ...valid, ...value }) };
    }
  }
  for (const { name, parameter } of endpoint.arguments) {
    for (const { path, wrap } of placesIn(parameter)) {
      const id = path.at(-1)!;
      if (seen.has(id)) {
        continue;
      }
      seen.add(id);
      for (const [kind, make] of Object.entries(VALUES)) {
        yield {
          value: `${name}${path.length > 1 ? ' (within)' : ''}: ${kind}`,
          body: bodyOf(endpoint.surface, { ...valid, [name]: wrap(make()) }),
        };
      }
    }
  }
}

interface Place {
  readonly path: readonly unknown[];
  wrap(value: unknown): unknown;
}

/** A parameter, its fields, what it lists, and theirs. */
function* placesIn(parameter: Parameter): Generator<Place> {
  yield { path: [parameter.schema], wrap: (value) => value };
  for (const [name, field] of Object.entries(parameter.fields ?? {})) {
    for (const { path, wrap } of placesIn(field)) {
      const example = typeof parameter.example === 'object' ? parameter.example : {};
      yield { path: [parameter.schema, ...path], wrap: (value) => ({ ...example, [name]: wrap(value) }) };
    }
  }
  if (parameter.item !== undefined) {
    for (const { path, wrap } of placesIn(parameter.item)) {
      yield { path: [parameter.schema, ...path], wrap: (value) => [wrap(value)] };
    }
  }
}

function bodyOf(surface: string, args: object): string {
  const raws: string[] = [];
  const text = JSON.stringify(surface === 'block' ? { args } : args, (_, value) =>
    value instanceof Raw ? `\u0000${raws.push(value.text) - 1}` : value,
  );
  return raws.length === 0 ? text : text.replace(/"\\u0000(\d+)"/g, (_, index) => raws[Number(index)]!);
}

let calls = 0;

function eventFor({ endpoint, method, path }: Entry, body: string, token: string): object {
  calls += 1;
  const key = endpoint.surface === 'card' ? token : `sk_test_bench${Math.floor(calls / 50)}`;
  const filled = path.replace(/\{(\w+)\}/g, 'x_1');
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  return {
    ...eventOf(filled, {}, key, method === '*' ? 'POST' : method),
    routeKey: `${method} ${path}`,
    pathParameters: Object.fromEntries(names.map((name) => [name, 'x_1'])),
    body,
  };
}

answering(async ({ token, only = '' }: HostileOrder): Promise<HostileCall[]> => {
  const entries = (await readCatalogue()).filter(
    ({ endpoint, path }) => endpoint.surface !== 'none' && endpoint.method !== '*' && path.includes(only),
  );
  const bySurface = new Map<string, Set<unknown>>();
  const results: HostileCall[] = [];
  for (const entry of entries) {
    const { surface } = entry.endpoint;
    const seen = bySurface.get(surface) ?? new Set();
    bySurface.set(surface, seen);
    for (const { value, body } of bodiesFor(entry, seen)) {
      const event = eventFor(entry, body, token);
      const parse = await costOf(() => JSON.parse(body));
      const call = await costOf(() => entry.handler(event as never, context()));
      const reply = call.result as HttpReply;
      results.push({
        endpoint: `${entry.method} ${entry.path}`,
        value,
        cpu: call.cpu - parse.cpu,
        memory: call.memory - parse.memory,
        reply: (reply.body.length + JSON.stringify(reply.headers).length) / 1024,
        status: reply.statusCode,
      });
    }
  }
  return results;
});

/** What doing something costs; once more where memory was collected meanwhile. */
async function costOf(act: () => unknown): Promise<{ cpu: number; memory: number; result: unknown }> {
  for (let tries = 1; ; tries += 1) {
    if (process.memoryUsage().heapUsed > 150e6 || tries > 1) {
      globalThis.gc!();
    }
    const before = heap();
    const started = process.cpuUsage();
    const result = await act();
    const { user, system } = process.cpuUsage(started);
    const memory = (heap() - before) / 1e6;
    if (memory >= 0 || tries === 3) {
      return { cpu: (user + system) / 1000, memory: Math.max(memory, 0), result };
    }
  }
}

function heap(): number {
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
