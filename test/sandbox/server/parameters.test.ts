/** That no parameter is missing, or bounded, by accident. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Operation } from '#lib/operations/operation.ts';
import { check } from '#lib/parameters/check.ts';
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { StripeError } from '#sandbox/engine/errors.ts';
import { loadApi } from '#sandbox/server/load.ts';
import { BOUNDS, KEPT, REJECTED, rejectedBy, WITHOUT_EFFECT } from '#sandbox/server/parameters.ts';
import { validate } from '#sandbox/server/validate.ts';
import { accounts, card, type Loose, refusal } from '../helpers.ts';

const { implementations } = await loadApi();
const operations = new Map(
  [...implementations.keys()]
    .filter(({ version }) => version === undefined)
    .map((one) => [`${one.method} ${one.path}`, one]),
);
const all = [...operations].flatMap(([key, { parameters }]) =>
  flat(parameters).map(([name, parameter]) => ({ key, name, parameter })),
);
const rejected = Object.entries(REJECTED).flatMap(([key, reasons]) =>
  Object.entries(reasons).map(([name, reason]) => ({ key, name, reason })),
);

/** Parameters and the fields in them, as `items[][amount]`. */
function flat(parameters: Parameters, prefix = ''): [name: string, parameter: Parameter][] {
  return Object.entries(parameters).flatMap(([own, parameter]) => {
    const name = prefix === '' ? own : `${prefix}[${own}]`;
    const { fields = {}, item } = parameter;
    return [
      [name, parameter] as [string, Parameter],
      ...flat(fields, name),
      ...flat(item?.fields ?? {}, `${name}[]`),
    ];
  });
}

const needed = ({ parameters }: Operation) =>
  Object.fromEntries(
    Object.entries(parameters)
      .filter(([, { required, otherNameOf }]) => required && otherNameOf === undefined)
      .map(([name, { example }]) => [name, example]),
  );

const leaf = (name: string) => /(\w+)\]?$/.exec(name)![1]!;

describe('what is said of parameters', () => {
  test.each(rejected)('$key rejects $name', ({ key, name, reason }) => {
    const operation = operations.get(key) as Operation;
    const [first, ...path] = name.split(/[[\]]+/).filter((part) => part !== '');
    const value = path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), 'x');
    let error: unknown;
    try {
      validate(operation, { ...needed(operation), [first!]: value });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StripeError);
    expect(name.startsWith((error as StripeError).body.param!)).toBe(true);
    expect(reason).toMatch(/^\S.*[^.]$/);
  });

  test('is of parameters that there are', () => {
    const names = new Set(all.map(({ name }) => leaf(name)));
    expect(KEPT.filter((name) => !names.has(name))).toEqual([]);
    const withoutEffect = Object.keys(WITHOUT_EFFECT).filter(
      (one) => !names.has(one) && !all.some(({ key, name }) => `${key} ${name}` === one),
    );
    expect(withoutEffect).toEqual([]);
    const bounded = new Set(
      all.flatMap(({ name, parameter: { bounds, item } }) =>
        [bounds, item?.bounds].filter((one) => one !== undefined).map((one) => `${leaf(name)}: ${one}`),
      ),
    );
    expect([...bounded].filter((one) => !(one in BOUNDS))).toEqual([]);
    expect(Object.keys(BOUNDS).filter((one) => !bounded.has(one))).toEqual([]);
  });

  test('says every bound of a text', () => {
    const long = 'x'.repeat(20_000);
    const FORMS = /^(an id|one of|a three-letter|a card number|an integer|a time|a number|the word)/;
    const unsaid = all
      .filter(({ parameter: { type, bounds } }) => type === 'string' && bounds === undefined)
      .filter(({ parameter }) => {
        const [problem] = check(parameter, long).problems ?? [];
        return problem !== undefined && !FORMS.test(problem.expected.replace('an empty value, or ', ''));
      })
      .map(({ key, name }) => `${key} ${name}`);
    expect(unsaid).toEqual([]);
  });
});

const spec = process.env['STRIPE_OPENAPI_SPEC'];
if (spec === undefined) {
  console.info(
    'Parameters are not compared with Stripe’s description of 2017-08-15. STRIPE_OPENAPI_SPEC can name its file.',
  );
  test('parameters are compared only where STRIPE_OPENAPI_SPEC names the description', () => {
    expect(spec).toBeUndefined();
  });
} else {
  const { paths }: Loose = JSON.parse(readFileSync(spec, 'utf8'));
  const described = new Map<string, string[]>(
    Object.entries<Loose>(paths).flatMap(([path, methods]) =>
      Object.entries<Loose>(methods).map(([method, one]): [string, string[]] => [
        routeOf(method, path),
        parametersOf(one),
      ]),
    ),
  );

  test('every parameter that Stripe describes is taken, or rejected with a reason', () => {
    const missing = [...operations].flatMap(([key, { method, path, parameters }]) => {
      const taken = new Set([
        ...flat(parameters).map(([name]) => name.replaceAll('[]', '')),
        'expand',
        'include',
      ]);
      const known = described.get(routeOf(method, path)) ?? [];
      return known
        .filter((name) => !taken.has(name) && !isRejected(operations.get(key)!, name))
        .map((name) => `${key} ${name}`);
    });
    expect(missing).toEqual([]);
  });

  test('what is rejected is described', () => {
    const stale = rejected.filter(({ key, name }) => {
      const { method, path } = operations.get(key)!;
      return !described.get(routeOf(method, path))!.includes(name);
    });
    expect(stale).toEqual([]);
  });

  test('most operations are described, and all others are known', () => {
    const others = [...operations].filter(([, { method, path }]) => !described.has(routeOf(method, path)));
    expect(described.size).toBeGreaterThan(150);
    expect(others.length).toBeLessThan(operations.size / 4);
  });
}

/** Rejected by itself, or with the dictionary that it is in. */
function isRejected(operation: Operation, name: string): boolean {
  return Object.keys(rejectedBy(operation)).some((one) => name === one || name.startsWith(`${one}[`));
}

function routeOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`;
}

/** The names of what an operation is described to take, in depth; the positions in lists are left out. */
function parametersOf({ parameters = [], requestBody }: Loose): string[] {
  const query = parameters.filter((one: Loose) => one.in === 'query' && one.name !== 'payload');
  const bodies = Object.values<Loose>(requestBody?.content ?? {}).map(({ schema }) => schema);
  return [
    ...query.flatMap(({ name, schema }: Loose) => namesIn(name, schema)),
    ...bodies.flatMap(({ properties = {} }) =>
      Object.entries<Loose>(properties).flatMap(([name, schema]) => namesIn(name, schema)),
    ),
  ];
}

function namesIn(name: string, schema: Loose): string[] {
  const forms: Loose[] = schema?.anyOf ?? [schema];
  const inner = forms.flatMap(({ properties = {}, items }: Loose = {}) => [
    ...Object.entries<Loose>(properties).flatMap(([field, one]) =>
      /^\d+$/.test(field) ? namesIn(name, one).slice(1) : namesIn(`${name}[${field}]`, one),
    ),
    ...(items === undefined ? [] : namesIn(name, items).slice(1)),
  ]);
  return [...new Set([name, ...inner])];
}

describe('parameters that Stripe describes and clients of the time seldom sent', () => {
  const sandbox = accounts();
  const gold = { id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' };

  test('an uncaptured charge is one that is not captured at once', async () => {
    const { call } = sandbox.open();
    const given = { amount: 900, currency: 'usd', source: 'tok_visa' };
    expect(await call('POST', '/v1/charges', { ...given, uncaptured: true })).toMatchObject({
      captured: false,
    });
    expect(await call('POST', '/v1/charges', { ...given, uncaptured: false })).toMatchObject({
      captured: true,
    });
    expect(
      await refusal(call('POST', '/v1/charges', { ...given, uncaptured: true, capture: true })),
    ).toMatchObject({
      status: 400,
      param: 'uncaptured',
    });
  });

  test('what browsers’ scripts send along is taken', async () => {
    const { object: _, ...visa } = card();
    const facts = { payment_user_agent: 'stripe.js/1', referrer: 'https://example.com/' };
    const { call } = sandbox.open();
    const { id } = await call('POST', '/v1/tokens', { card: visa, ...facts, request_id: '1' });
    const charged = {
      amount: 900,
      currency: 'usd',
      source: id,
      ip: '203.0.113.7',
      user_agent: 'Mozilla/5.0',
    };
    expect(await call('POST', '/v1/charges', { ...charged, ...facts })).toMatchObject({ paid: true });
  });

  test('a subscription can have days of trial of its own', async () => {
    const account = sandbox.open();
    await account.call('POST', '/v1/plans', { ...gold, trial_period_days: 30 });
    const { id: customer } = await account.call('POST', '/v1/customers', { source: 'tok_visa' });
    const subscribe = (given: object) =>
      account.call('POST', '/v1/subscriptions', { customer, plan: 'gold', ...given });
    const made = await subscribe({ trial_period_days: 3 });
    expect(made.trial_end - made.created).toBe(3 * 86_400);
    expect(await subscribe({ trial_period_days: 0 })).toMatchObject({ status: 'active', trial_end: null });
    for (const wrong of [{ trial_end: 'now' }, {}]) {
      const days = Object.keys(wrong).length > 0 ? 3 : 9999;
      expect(await refusal(subscribe({ ...wrong, trial_period_days: days }))).toMatchObject({
        status: 400,
        param: 'trial_period_days',
      });
    }
  });

  test('invoices are listed by subscription, and subscriptions by when they were made', async () => {
    const account = sandbox.open();
    await account.call('POST', '/v1/plans', gold);
    const { id: customer } = await account.call('POST', '/v1/customers', { source: 'tok_visa' });
    const given = { customer, plan: 'gold' };
    const first = await account.call('POST', '/v1/subscriptions', given);
    await account.advance(60);
    const second = await account.call('POST', '/v1/subscriptions', given);
    const { data } = await account.call('GET', '/v1/invoices', { subscription: first.id });
    expect(data).toMatchObject([{ subscription: first.id }]);
    const madeAt = async (created: object | number) =>
      (await account.call('GET', '/v1/subscriptions', { created })).data.map(({ id }: Loose) => id);
    expect(await madeAt({ eq: first.created })).toEqual([first.id]);
    expect(await madeAt({ gt: first.created })).toEqual([second.id]);
    expect(await madeAt({ eq: first.created, gt: first.created })).toEqual([]);
    const preview = { customer, subscription: first.id, subscription_tax_percent: 0.5 };
    expect(await account.call('GET', '/v1/invoices/upcoming', preview)).toMatchObject({
      tax: 10,
      tax_percent: 0.5,
    });
  });

  test('the account of a key can be asked for another one that is connected to it', async () => {
    const { call } = sandbox.open();
    const { id } = await call('POST', '/v1/accounts', { managed: true, country: 'US' });
    expect((await call('GET', '/v1/account', { account: id })).id).toBe(id);
    expect((await call('GET', '/v1/account')).id).not.toBe(id);
  });
});
