/**
 * What every version gate does, by itself: the rows of `gates/` say objects, parameters, errors and types of events on
 * both sides of it, with their values. A gate that declares what no row shows fails.
 */
import { readdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { Operation } from '#lib/operations/operation.ts';
import { DEFAULT_VERSION, OLDEST_VERSION } from '#sandbox/engine/api-version.ts';
import { invalidRequest, StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { GateContext, VersionedRequest } from '#sandbox/engine/versions.ts';
import { loadApi } from '#sandbox/server/load.ts';
import type { Gate } from '#sandbox/versions/gate.ts';
import { Versions } from '#sandbox/versions/index.ts';
import type { ErrorRow, GateRows, Rejected, ReplyRow, ToldError } from './gates/row.ts';
import { ROWS as ROWS_2013_2014 } from './gates/rows-2013-2014.ts';
import { ROWS as ROWS_2015 } from './gates/rows-2015.ts';
import { ROWS as ROWS_2016 } from './gates/rows-2016.ts';
import { ROWS as ROWS_LATER } from './gates/rows-later.ts';

const ROWS: Readonly<Record<string, GateRows>> = {
  ...ROWS_2013_2014,
  ...ROWS_2015,
  ...ROWS_2016,
  ...ROWS_LATER,
};
const BEFORE = OLDEST_VERSION;
const FOLDER = new URL('../../../sandbox/versions/', import.meta.url);

const names = (await readdir(FOLDER))
  .filter((file) => /^\d{4}-/.test(file))
  .map((file) => file.replace(/\.ts$/, ''));
const gates = await Promise.all(
  names.map(async (name) => {
    const { gate } = (await import(new URL(`${name}.ts`, FOLDER).href)) as { gate: Gate };
    return { name, gate, rows: ROWS[name] ?? {} };
  }),
);
const { operations } = await loadApi();

function operationOf(call: string): Operation {
  const found = operations.find(({ method, path }) => `${method} ${path}` === call);
  if (found === undefined) {
    throw new Error(`There is no operation ${call}.`);
  }
  return found;
}

function sightOf({ of, stored = [] }: Pick<ReplyRow, 'of' | 'stored'>): GateContext {
  return {
    operation: of === undefined ? undefined : operationOf(of),
    show: (kind, id) => frozen(stored.find((one) => one['object'] === kind && one['id'] === id)),
    list: (kind, by) =>
      stored
        .filter((one) => one['object'] === kind && Object.entries(by).every(([key, id]) => one[key] === id))
        .map(frozen),
  };
}

/** A request that failed; which one matters to few errors. */
function requestOf(call = 'GET /v1/charges'): VersionedRequest {
  return { operation: operationOf(call), parameters: {} };
}

/** The value, which throws when a gate changes it instead of a copy. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

/** What a call gives, or the error that it throws in place of it. */
function outcomeOf<T>(call: () => T): T | { rejected: Rejected } {
  try {
    return call();
  } catch (error) {
    if (error instanceof StripeError) {
      const { status, body } = error;
      return { rejected: { status, ...(body.param !== undefined && { param: body.param }) } };
    }
    throw error;
  }
}

const kindOf = ({ partOf, since }: ReplyRow) => partOf ?? String(since['object']);
const differs = ({ before, since }: { before: unknown; since: unknown }) =>
  JSON.stringify(before) !== JSON.stringify(since);

test('every gate has its rows, and every row its gate', () => {
  expect(Object.keys(ROWS).sort()).toEqual(names);
});

describe.each(gates)('$name', ({ gate, rows }) => {
  const { replies = [], requests = [], errors = [], events = [] } = rows;
  const versions = new Versions([gate]);

  test('has rows for what it declares', () => {
    const { version: _, about: __, flag, requestIn, replyOut = {}, eventTypes = {}, errorOut } = gate;
    expect(rows.brings).toBe(flag);
    expect(requests.some((row) => differs(row) || row.offsetPaging !== undefined)).toBe(
      requestIn !== undefined,
    );
    expect(errors.some(differs)).toBe(errorOut !== undefined);
    expect([...new Set(replies.filter(differs).map(kindInRow))].sort()).toEqual(Object.keys(replyOut).sort());
    const prefixes = Object.entries(eventTypes);
    expect(prefixes.filter(([before]) => !events.some((row) => row.before.startsWith(before)))).toEqual([]);
    expect(events.length > 0).toBe(prefixes.length > 0);

    /** The outermost kind that the gate has a change for: rows may show an object within another. */
    function kindInRow(row: ReplyRow): string {
      const kinds = [
        kindOf(row),
        ...Object.values(row.since).map((one) => String((one as Json | null)?.['object'])),
      ];
      return kinds.find((kind) => kind in replyOut) ?? kindOf(row);
    }
  });

  if (rows.brings !== undefined) {
    test(`brings: ${rows.brings}`, () => {
      expect([...versions.flagsMissingAt(BEFORE)]).toEqual([rows.brings]);
      expect([...versions.flagsMissingAt(gate.version)]).toEqual([]);
    });
  }

  if (replies.length > 0) {
    test.each(replies.map((row) => [kindOf(row), row] as const))('shows %s %j', (kind, row) => {
      const show = (version: string) => outcomeOf(() => shown(version, kind, row));
      expect(show(BEFORE)).toStrictEqual(row.before);
      expect(show(gate.version)).toStrictEqual(row.since);
    });
  }

  if (requests.length > 0) {
    test.each(requests.map((row) => [row.of, row] as const))('takes %s %j', (_, row) => {
      const { of, before, since, offsetPaging } = row;
      const request = frozen({ operation: operationOf(of), parameters: before, sentAs: {} });
      const take = (version: string) =>
        outcomeOf(() => versions.requestIn(version, request, sightOf(row))) as Partial<typeof request>;
      expect(take(BEFORE)).toStrictEqual(
        'rejected' in since
          ? since
          : { ...request, parameters: since, ...(offsetPaging !== undefined && { offsetPaging }) },
      );
      expect(take(gate.version)).toStrictEqual(request);
    });
  }

  if (errors.length > 0) {
    test.each(errors)('tells $since', ({ of, since, before }: ErrorRow) => {
      const request = requestOf(of);
      const { status, stands = false, ...body } = since;
      const error = new StripeError(status, frozen(body), { stands });
      expect(told(versions.errorOut(BEFORE, error, request))).toStrictEqual({ stands: false, ...before });
      expect(versions.errorOut(gate.version, error, request)).toBe(error);
    });
  }

  if (events.length > 0) {
    test.each(events)('calls $since $before before', ({ since, before }) => {
      expect(versions.eventTypeOut(BEFORE, since)).toBe(before);
      expect(versions.eventTypeIn(BEFORE, before)).toBe(since);
      expect(versions.eventTypeOut(gate.version, since)).toBe(since);
      expect(versions.eventTypeIn(gate.version, before)).toBe(before);
      expect(versions.eventTypeOut(BEFORE, `x.${since}`)).toBe(`x.${since}`);
    });
  }

  /** A row's object as a version shows it; a part of one is shown by an event. */
  function shown(version: string, kind: string, row: ReplyRow): Json {
    const sight = sightOf(row);
    if (row.partOf === undefined) {
      return versions.replyOut(version, frozen(row.since), sight);
    }
    const data = { object: { object: kind }, previous_attributes: row.since };
    const event = versions.replyOut(version, frozen({ object: 'event', type: 'x', data }), sight);
    return (event['data'] as typeof data).previous_attributes;
  }
});

function told(error: unknown): ToldError {
  const { status, stands, body } = error as StripeError;
  return { status, stands, ...body };
}

describe('names that parameters have besides', () => {
  const versions = new Versions(gates.map(({ gate: { version } }) => ({ version, about: 'A version.' })));

  test.each<[of: string, version: string, older: Json, newer: Json, sentAs: Json]>([
    ['GET /v1/charges', '2014-03-13', { count: '3' }, { limit: '3' }, { limit: 'count' }],
    [
      'POST /v1/charges',
      '2014-11-20',
      { card: 'tok_1', amount: '5' },
      { amount: '5', source: 'tok_1' },
      { source: 'card' },
    ],
    [
      'POST /v1/customers/{customer}',
      '2014-11-20',
      { default_card: 'card_1' },
      { default_source: 'card_1' },
      { default_source: 'default_card' },
    ],
    [
      'POST /v1/plans',
      '2014-11-20',
      { statement_description: 'GOLD', name: 'Gold' },
      { name: 'Gold', statement_descriptor: 'GOLD' },
      { statement_descriptor: 'statement_description' },
    ],
    [
      'POST /v1/accounts',
      '2015-09-23',
      { bank_account: 'btok_1', country: 'US' },
      { country: 'US', external_account: 'btok_1' },
      { external_account: 'bank_account' },
    ],
    ['POST /v1/tokens', '2014-11-20', { card: { number: '1' } }, { card: { number: '1' } }, {}],
    ['GET /v1/plans', '2014-11-20', { statement_description: 'GOLD' }, { statement_description: 'GOLD' }, {}],
  ])('%s takes at %s %j as %j', (of, version, older, newer, sentAs) => {
    const operation = operationOf(of);
    const request = frozen({ operation, parameters: older });
    expect(versions.requestIn(DEFAULT_VERSION, request, sightOf({}))).toStrictEqual({
      operation,
      parameters: newer,
      sentAs,
    });
    for (const [since, before] of Object.entries(sentAs)) {
      const error = invalidRequest(`Invalid ${since}: no.`, { param: `${since}[a]` });
      const inOldWords = { message: `Invalid ${before}: no.`, param: `${before}[a]` };
      expect(told(versions.errorOut(DEFAULT_VERSION, error, request))).toMatchObject(inOldWords);
      const empty = { operation, parameters: {} };
      expect(versions.errorOut(DEFAULT_VERSION, error, empty)).toBe(error);
      const other = invalidRequest(`Invalid ${since}: no.`, { param: 'other' });
      expect(versions.errorOut(version, other, request)).toBe(other);
      const both = { operation, parameters: { ...older, ...newer } };
      expect(outcomeOf(() => versions.requestIn(version, both, sightOf({})))).toEqual({
        rejected: { status: 400, param: before },
      });
    }
  });

  test.each([
    ['GET /v1/charges', '2014-03-13', 'limit', 'count'],
    ['POST /v1/charges', '2014-11-20', 'source', 'card'],
    ['POST /v1/customers/{customer}', '2014-11-20', 'default_source', 'default_card'],
    ['POST /v1/accounts', '2015-09-23', 'external_account', 'bank_account'],
  ])('%s misses at %s, in the place of %s, %s', (of, version, since, before) => {
    const error = invalidRequest(`Missing required param: ${since}.`, { param: since });
    const request = { operation: operationOf(of), parameters: {} };
    expect(told(versions.errorOut(version, error, request))).toMatchObject({
      message: `Missing required param: ${before}.`,
      param: before,
    });
  });
});

describe('several gates', () => {
  const rename = (version: string, before: string, since: string): Gate => ({
    version,
    about: `${before} is called ${since}.`,
    requestIn: (request) => ({
      ...request,
      parameters: { [since]: request.parameters[before], ...otherThan(request.parameters, before) },
    }),
    replyOut: { plan: (plan) => ({ ...otherThan(plan, since), [before]: plan[since] }) },
    eventTypes: { [`plan.${before}`]: `plan.${since}` },
    errorOut: (error) =>
      error.body.param === since ? invalidRequest(error.body.message, { param: before }) : error,
  });
  const versions = new Versions([rename('2014-01-31', 'one', 'two'), rename('2015-01-11', 'two', 'three')]);
  const request = { operation: operationOf('POST /v1/plans'), parameters: {} };
  const sight = sightOf({});

  test.each([
    ['2013-08-13', 'one'],
    ['2014-01-31', 'two'],
    ['2015-01-11', 'three'],
    ['2016-07-06', 'three'],
  ])('at %s take and show %s', (version, name) => {
    expect(versions.requestIn(version, { ...request, parameters: { [name]: 1 } }, sight).parameters).toEqual({
      three: 1,
    });
    expect(versions.replyOut(version, { object: 'plan', three: 1 }, sight)).toEqual({
      object: 'plan',
      [name]: 1,
    });
    expect(versions.eventTypeOut(version, 'plan.three')).toBe(`plan.${name}`);
    expect(versions.eventTypeIn(version, `plan.${name}`)).toBe('plan.three');
    const error = versions.errorOut(version, invalidRequest('No.', { param: 'three' }), requestOf());
    expect(told(error)).toMatchObject({ status: 400, message: 'No.', param: name });
  });

  test('leave defects alone', () => {
    const defect = new TypeError('A defect.');
    expect(versions.errorOut(BEFORE, defect, requestOf())).toBe(defect);
  });

  function otherThan(object: Json, name: string): Json {
    const { [name]: _, ...others } = object;
    return others;
  }
});
