import { describe, expect, test } from '@jest/globals';
import * as charges from '#lib/operations/charges.ts';
import {
  DESCRIBED_VERSION,
  isKnownAt,
  type Operation,
  parametersAt,
  pathParameters,
} from '#lib/operations/operation.ts';
import { since, text, until } from '#lib/parameters/parameters.ts';
import { loadApi } from '#sandbox/server/load.ts';

const { operations, versions } = await loadApi();
const dated = operations.flatMap(({ method, path, parameters }) =>
  Object.entries(parameters)
    .filter(([, one]) => one.since !== undefined || one.until !== undefined)
    .map(([name, one]) => [`${method} ${path} ${name}`, one] as const),
);

test('a parameter is known from the version that brought it to the one before that which took it away', () => {
  const parameter = until('2014-12-17', since('2014-03-13', text('A text.')));
  const known = ['2013-08-13', '2014-03-13', '2014-12-08', '2014-12-17'].map((one) =>
    isKnownAt(one, parameter),
  );
  expect(known).toEqual([false, true, true, false]);
});

test('an operation has the parameters of a version', () => {
  const paidWith = (version: string) =>
    Object.keys(parametersAt(charges.create as Operation, version)).filter((name) =>
      ['card', 'source'].includes(name),
    );
  expect([paidWith('2014-12-08'), paidWith('2014-12-17'), paidWith('2016-07-06')]).toEqual([
    ['card'],
    ['source', 'card'],
    ['source', 'card'],
  ]);
});

describe('in the catalogue', () => {
  test.each(dated)('%s comes and goes with versions that there are', (_, one) => {
    const bounds = [one.since, one.until].filter((version) => version !== undefined);
    expect(bounds.filter((version) => !versions.has(version))).toEqual([]);
    expect(bounds).toEqual([...bounds].sort());
  });

  test('what stands in paths is known at all versions', () => {
    const missing = operations.flatMap((operation) =>
      versions.all.flatMap((version) =>
        pathParameters(operation.path).filter((name) => !(name in parametersAt(operation, version))),
      ),
    );
    expect(missing).toEqual([]);
  });

  test('what went is another name of something that is there today, but for offset', () => {
    const gone = dated
      .filter(([, { until: end }]) => end !== undefined && end <= DESCRIBED_VERSION)
      .filter(([, { otherNameOf }]) => otherNameOf === undefined);
    expect([...new Set(gone.map(([name]) => name.split(' ').at(-1)))]).toEqual(['offset']);
  });

  test('another name stands for a parameter that is known today, of the same type', () => {
    const others = operations.flatMap((operation) =>
      Object.entries(operation.parameters)
        .filter(([, { otherNameOf }]) => otherNameOf !== undefined)
        .map(([name, { otherNameOf, type }]) => ({
          name: `${operation.method} ${operation.path} ${name}`,
          type,
          of: parametersAt(operation, DESCRIBED_VERSION)[otherNameOf!],
        })),
    );
    expect(others.length).toBeGreaterThan(30);
    expect(others.filter(({ type, of }) => of?.type !== type).map(({ name }) => name)).toEqual([]);
  });
});
