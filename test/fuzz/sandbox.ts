/** Fuzzing of the sandbox: requests that are wrong in some way, made from the operations that it implements. */
import { deepEqual, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { encodeForm } from '#lib/http/form.ts';
import { type Operation, pathParameters } from '#lib/operations/operation.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import type { RawRequest } from '#sandbox/server/decode.ts';
import { loadApi } from '#sandbox/server/load.ts';
import { Sandbox } from '#sandbox/server/sandbox.ts';
import { wellFormed, withKeys } from '../helpers/well-formed.ts';
import type { Run, Statuses } from './endpoints.ts';
import { anyText, hostileText, huge, valueFor } from './values.ts';
import { judgePrototypes, judgeTime } from './verdict.ts';

const AUTHORIZATION = 'Bearer sk_test_fuzz';

/** What exists before: one of each, so that requests get past "no such object". */
const BEFOREHAND: readonly (readonly [path: string, parameters: Readonly<Record<string, unknown>>])[] = [
  ['/v1/plans', { id: 'gold', amount: 500, currency: 'usd', interval: 'month', name: 'Gold' }],
  ['/v1/coupons', { id: '25OFF', percent_off: 25, duration: 'forever' }],
  ['/v1/customers', { source: 'tok_visa', email: 'jenny@example.com', description: 'Jenny' }],
  ['/v1/charges', { amount: 900, currency: 'usd', source: 'tok_createDispute' }],
  ['/v1/charges', { amount: 500, currency: 'usd', source: 'tok_visa' }],
  ['/v1/accounts', { managed: true, country: 'US' }],
  ['/v1/products', { name: 'Shirt', attributes: ['size'], shippable: false }],
  ['/v1/recipients', { name: 'Jenny Rosen', type: 'individual' }],
  ['/v1/tokens', { card: { number: '4242424242424242', exp_month: 12, exp_year: 2040 } }],
];

/** A sandbox to be fuzzed. */
export interface Fuzzed {
  readonly operations: readonly Operation[];
  send(request: Partial<RawRequest> & { url: string }): Promise<{ status: number; body: string }>;
  /** Defects that it logged. */
  readonly defects: unknown[];
  /** Ids of what exists, by their prefixes. */
  readonly ids: ReadonlyMap<string, string>;
}

/** Makes one, with something in it. */
export async function openSandbox(seed: string): Promise<Fuzzed> {
  const registry = await loadApi();
  const defects: unknown[] = [];
  const world = { now: () => 1_467_763_200, seed };
  const sandbox = new Sandbox(registry, world, (error) => void defects.push(error));
  const send: Fuzzed['send'] = (request) => {
    const headers = { authorization: AUTHORIZATION, ...request.headers };
    return sandbox.handle({ method: 'GET', body: Buffer.alloc(0), ...request, headers });
  };
  const ids = new Map<string, string>();
  const note = (value: unknown): void => {
    const { id, ...rest } = (value ?? {}) as Record<string, unknown>;
    if (typeof id === 'string') {
      ids.set(prefixOf(id), id);
    }
    for (const inner of Object.values(rest)) {
      if (typeof inner === 'object') {
        note(inner);
      }
    }
  };
  const make = async (url: string, parameters: Readonly<Record<string, unknown>>) => {
    const { status, body } = await send({ method: 'POST', url, body: Buffer.from(encodeForm(parameters)) });
    deepEqual(status, 200, body);
    note(JSON.parse(body));
  };
  for (const [url, parameters] of BEFOREHAND) {
    await make(url, parameters);
  }
  const customer = ids.get('cus')!;
  await make('/v1/subscriptions', { customer, plan: 'gold' });
  await make('/v1/invoiceitems', { customer, amount: 500, currency: 'usd' });
  await make('/v1/skus', {
    product: ids.get('prod'),
    currency: 'usd',
    price: 500,
    inventory: { type: 'infinite' },
    attributes: { size: 'M' },
  });
  await make('/v1/orders', { currency: 'usd', items: [{ type: 'sku', parent: ids.get('sku') }] });
  await make('/v1/refunds', { charge: ids.get('ch') });
  const operations = registry.operations
    .filter((operation) => registry.implementations.has(operation))
    // What others need is deleted last.
    .sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
  return { operations, send, defects, ids };
}

const prefixOf = (id: string) => id.split('_')[0]!;

/** Sends so many requests to an operation. */
export async function fuzzOperation(
  operation: Operation,
  sandbox: Fuzzed,
  { cases, seed, path, begin }: Run,
): Promise<Statuses> {
  const statuses: Statuses = {};
  let number = 0;
  const property = fc.asyncProperty(requestsTo(operation, sandbox.ids), async (request) => {
    number += 1;
    begin?.(number);
    const status = await judge(request, sandbox);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  await fc.assert(property, { numRuns: cases, seed, ...(path && { path }) });
  return statuses;
}

async function judge(request: RawRequest, { send, defects }: Fuzzed): Promise<number> {
  const usage = process.cpuUsage();
  const { status, body } = await send(request);
  judgeTime(usage);
  judgePrototypes();
  deepEqual(defects.splice(0).map(String), []);
  ok(status < 500, `${status}: ${body.slice(0, 500)}`);
  const reply = JSON.parse(body);
  if (status >= 400) {
    match(reply.error.type, /^(invalid_request_error|card_error|idempotency_error)$/);
    ok(typeof reply.error.message === 'string' && reply.error.message !== '', body);
  }
  return status;
}

/** Requests to an operation: what it declares, changed in some places; and paths, queries, bodies and headers of all kinds. */
function requestsTo(operation: Operation, ids: ReadonlyMap<string, string>): fc.Arbitrary<RawRequest> {
  const inPath = pathParameters(operation.path);
  const named = Object.entries(operation.parameters);
  const right = ([name, parameter]: [string, Parameter]) =>
    [name, parameter.example, ids.get(prefixOf(String(parameter.example)))] as const;
  const optional = named.filter(([, { required }]) => !required);
  const rightValues = fc
    .subarray(optional, { maxLength: Math.min(3, optional.length) })
    .map((some) =>
      [...named.filter(([, { required }]) => required), ...some]
        .map(right)
        .map(([name, example, existing]) => [name, existing ?? example] as const),
    );
  const changes =
    named.length === 0
      ? fc.constant([])
      : fc.array(
          fc
            .constantFrom(...named)
            .chain(([name, parameter]) =>
              fc.oneof(
                { weight: 20, arbitrary: valueFor(parameter).map((value) => [name, value] as const) },
                { weight: 1, arbitrary: huge.map((value) => [name, value] as const) },
              ),
            ),
          { maxLength: 2 },
        );
  const strangers = seldom(
    fc.tuple(fc.constantFrom('expand', 'include', 'foo', '__proto__'), hostileText).map((pair) => [pair]),
    [],
  );
  const headers = seldom(
    fc.dictionary(
      fc.constantFrom('stripe-version', 'stripe-account', 'idempotency-key', 'content-type', 'authorization'),
      hostileText,
      { minKeys: 1, maxKeys: 1 },
    ),
    {},
  );
  const declared = fc.tuple(rightValues, changes, strangers, headers).map(([values, wrong, others, more]) => {
    const all = withKeys([...values, ...wrong, ...others]);
    const url = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(textOf(wellFormed(all[name]))),
    );
    const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !inPath.includes(name)));
    return request(operation, url, encodeForm(wellFormed(rest) as Record<string, unknown>), more);
  });
  const raw = fc.tuple(hostileText, fc.oneof(hostileText, anyText), headers).map(([inUrl, form, more]) =>
    request(
      operation,
      operation.path.replace(/\{(\w+)\}/g, () => inUrl.replace('?', '')),
      form,
      more,
    ),
  );
  return fc.oneof({ weight: 6, arbitrary: declared }, { weight: 1, arbitrary: raw });
}

/** A value as a text; an object may have a `toString` that is none. */
function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function seldom<T>(arbitrary: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> {
  return fc.oneof({ weight: 1, arbitrary }, { weight: 9, arbitrary: fc.constant(otherwise) });
}

function request(
  { method }: Operation,
  path: string,
  form: string,
  headers: Readonly<Record<string, string>>,
): RawRequest {
  const isPost = method === 'POST';
  return {
    method,
    url: isPost ? path : `${path}?${form}`,
    headers: isPost ? { 'content-type': 'application/x-www-form-urlencoded', ...headers } : headers,
    body: Buffer.from(isPost ? form : ''),
  };
}
