/** Requests that are wrong in one way or several, generated from what an endpoint declares of itself. */
import fc from 'fast-check';
import { readArguments } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Sent } from '../helpers/call.ts';
import { type Arguments, examplesOf, sentTo, validArguments } from '../helpers/valid-call.ts';
import { withKeys } from '../helpers/well-formed.ts';
import { anyJson, anyText, hostileText, huge, valueFor } from './values.ts';

/** A request, and which of its arguments something was done to; none where it is the request as a whole. */
export interface Case {
  readonly sent: Omit<Sent, 'key' | 'context'>;
  readonly changed: readonly string[];
}

/** Requests to an endpoint. */
export function casesOf(entry: Entry): fc.Arbitrary<Case> {
  const cases: fc.WeightedArbitrary<Case>[] = [
    { weight: 2, arbitrary: wrongBodies(entry) },
    { weight: 1, arbitrary: wrongHeaders(entry) },
    { weight: 1, arbitrary: wrongQueries(entry) },
  ];
  if (entry.endpoint.arguments.length > 0) {
    cases.push({ weight: 12, arbitrary: wrongArguments(entry) });
    cases.push({ weight: 1, arbitrary: strangeArguments(entry) });
  }
  return fc
    .tuple(fc.oneof(...cases), fc.constantFrom<'1.0' | '2.0'>('1.0', '2.0'), fc.boolean())
    .map(([{ sent, changed }, format, base64]) => ({
      sent: { ...sent, format, base64: sent.base64 ?? (base64 && sent.body !== undefined) },
      changed,
    }));
}

/** A call as it should be, with some of the arguments that may be left out; those that exclude each other are not. */
function rightArguments({ endpoint }: Entry): fc.Arbitrary<Record<string, unknown>> {
  const optional = endpoint.arguments.filter(({ required }) => !required).map(({ name }) => name);
  return fc
    .subarray(optional, { maxLength: Math.min(4, optional.length) })
    .map((names) => ({
      ...examplesOf(endpoint.arguments, ({ name }) => names.includes(name)),
      ...validArguments({ endpoint }),
    }))
    .filter((args) => {
      const { values } = readArguments(endpoint.arguments, args);
      return (endpoint.rules ?? []).every((rule) => rule(values) === undefined);
    });
}

/** One or two arguments have values that do not fit. */
function wrongArguments(entry: Entry): fc.Arbitrary<Case> {
  const change = fc
    .constantFrom(...entry.endpoint.arguments)
    .chain(({ name, parameter }) => valueFor(parameter).map((value) => [name, value] as const));
  return fc
    .tuple(rightArguments(entry), fc.array(change, { minLength: 1, maxLength: 2 }))
    .map(([right, changes]) => ({
      sent: sentWith(entry, { ...right, ...Object.fromEntries(changes) }),
      changed: [...new Set(changes.map(([name]) => name))],
    }));
}

/** There are arguments that nobody knows, or one is huge. */
function strangeArguments(entry: Entry): fc.Arbitrary<Case> {
  const unknown = fc.array(fc.tuple(hostileText, anyJson), { minLength: 1, maxLength: 3 });
  const known = fc.tuple(fc.constantFrom(...entry.endpoint.arguments.map(({ name }) => name)), huge);
  return fc
    .tuple(
      rightArguments(entry),
      fc.oneof(
        unknown,
        known.map((pair) => [pair]),
      ),
    )
    .map(([right, pairs]) => {
      const args = withKeys([...Object.entries(right), ...(pairs as [string, unknown][])]);
      return { sent: sentWith(entry, args as Arguments), changed: [] };
    });
}

/** How deep lists are nested: a body that is not too large has room for the last. */
const DEPTHS = [3_000, 7_000, 100_000];

/** The body is not what it says it is, or nothing at all. */
function wrongBodies(entry: Entry): fc.Arbitrary<Case> {
  const whole = JSON.stringify(sentWith(entry, validArguments(entry)).body ?? {});
  const pairs = (count: number, name: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => `${name(index)}=x`).join('&');
  const names = ['args', 'apiKey', 'to', ...entry.endpoint.arguments.map(({ name }) => name)];
  const deep = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...DEPTHS), fc.constantFrom('flat', 'args', 'text'))
    .map(([name, depth, place]) => {
      const flat = `{${JSON.stringify(name)}:${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const inside = place === 'args' ? flat : JSON.stringify(flat);
      return place === 'flat' ? flat : `{"args":${inside}}`;
    });
  const texts = fc.oneof(
    hostileText,
    deep,
    anyText,
    fc.nat(whole.length).map((length) => whole.slice(0, length)),
    fc
      .nat(whole.length)
      .chain((at) => hostileText.map((text) => whole.slice(0, at) + text + whole.slice(at))),
    anyJson.map((value) => JSON.stringify(value)),
    fc
      .constantFrom(
        () => '{"__proto__":{"polluted":1}}',
        () => '{"args":{"__proto__":{"polluted":1}}}',
        () => '{"constructor":{"prototype":{"polluted":1}}}',
        () => '__proto__[polluted]=1&constructor[prototype][polluted]=1',
        () => `a${'[b]'.repeat(11)}=1`,
        () => `a${'[b]'.repeat(5_000)}=1`,
        () => `a${'['.repeat(5_000)}=1`,
        () => pairs(10_001, (index) => `a${index}`),
        () => pairs(10_000, () => 'a[]'),
        () => pairs(10_000, (index) => `a[b${index}]`),
        () => pairs(2_000, (index) => `a${'[]'.repeat(index % 9)}`),
        () => `${'[{"a":'.repeat(5_000)}1${'}]'.repeat(5_000)}`,
        () => `{"args":${'[{"a":'.repeat(5_000)}1${'}]'.repeat(5_000)}}`,
        () => `{${Array.from({ length: 10_000 }, (_, index) => `"k${index}":1`).join()}}`,
        () => `{"args":{${Array.from({ length: 10_000 }, (_, index) => `"k${index}":1`).join()}}}`,
        () => 'a=1&a[b]=2',
        () => 'a=%ff%fe',
        () => '\ufeff{}',
      )
      .map((make) => make()),
  );
  const types = fc.constantFrom(
    undefined,
    'application/json',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/xml',
    'application/octet-stream',
    ';',
    'x'.repeat(5_000),
  );
  // A gateway that says base64 of what is none, or of bytes that are no text.
  const encodings = fc.constantFrom<(text: string) => Pick<Sent, 'body' | 'base64' | 'rawBase64'>>(
    (text) => ({ body: text }),
    (text) => ({ body: text, base64: true }),
    (text) => ({ body: text, rawBase64: true }),
    (text) => ({ body: Buffer.from(text, 'utf16le').toString('base64'), rawBase64: true }),
    (text) => ({ body: Buffer.from(`ÿþ${text}`, 'latin1').toString('base64').slice(0, -1), rawBase64: true }),
  );
  return fc.tuple(texts, types, encodings).map(([text, type, encode]) => {
    const { headers, body: _, ...rest } = sentWith(entry, validArguments(entry));
    const typed = { ...headers, ...(type !== undefined && { 'content-type': type }) };
    return { sent: { ...rest, headers: typed, ...encode(text) }, changed: [] };
  });
}

/** Headers that are bound for Stripe, or that say who calls, hold what they should not. */
function wrongHeaders(entry: Entry): fc.Arbitrary<Case> {
  const names = [
    'idempotency-key',
    'stripe-account',
    'stripe-version',
    'authorization',
    'x-api-key',
    'host',
    'x-forwarded-host',
    'x-forwarded-proto',
    'stripe-signature',
    'content-length',
    'cookie',
  ];
  return fc
    .array(fc.tuple(fc.constantFrom(...names), hostileText), { minLength: 1, maxLength: 2 })
    .map((pairs) => {
      const sent = sentWith(entry, validArguments(entry));
      return { sent: { ...sent, headers: { ...sent.headers, ...Object.fromEntries(pairs) } }, changed: [] };
    });
}

/** The query holds arguments, or is broken. */
function wrongQueries(entry: Entry): fc.Arbitrary<Case> {
  const names = ['apiKey', 'api_key', '__proto__', ...entry.endpoint.arguments.map(({ name }) => name)];
  const decoded = fc
    .array(fc.tuple(fc.constantFrom(...names), hostileText), { minLength: 1, maxLength: 3 })
    .map((pairs) => ({
      query: Object.fromEntries(pairs.map(([name, value]) => [name, value.toWellFormed()])),
    }));
  const raw = fc
    .constantFrom('%', 'a=%zz', '&&&', '=', '?', '[', 'a[[b]]=1', `a${'[b]'.repeat(20)}=1`, 'a=1&a[b]=1')
    .map((rawQuery) => ({ rawQuery }));
  return fc.oneof(decoded, raw).map((query) => {
    const sent = sentWith(entry, validArguments(entry));
    return {
      sent: { ...sent, ...query, query: { ...sent.query, ...('query' in query && query.query) } },
      changed: [],
    };
  });
}

function sentWith(entry: Entry, args: Arguments): Omit<Sent, 'key'> {
  const { key: _, ...sent } = sentTo(entry, args, '');
  return sent;
}
