/** The table of functions: names, surfaces that are chosen, and how long everything may take. */
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '#lib/config/config.ts';
import { functionTable, withNames } from '#lib/deploy/functions.ts';
import { AWS_LIMITS } from '#lib/deploy/limits.ts';
import { readDeploySettings } from '#lib/deploy/settings.ts';
import { chosenFrom } from '#lib/deploy/surfaces.ts';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';

const entries: readonly Entry[] = await readCatalogue();
const table = functionTable(entries);

const surfacesOf = (chosen: readonly Entry[]) => [
  ...new Set(chosen.map(({ endpoint: { surface } }) => surface)),
];

const chosen = (SURFACES: string) => chosenFrom(entries, readDeploySettings({ SURFACES }));

describe('names', () => {
  test('stay as they are where AWS takes them', () => {
    expect(withNames(table, 's', 'dev')).toEqual(table);
  });

  test('are shortened where they are too long, and stay apart', () => {
    const stage = 'a-stage-with-a-rather-long-name';
    const names = Object.entries(withNames(table, 'stripe-socket', stage)).map(
      ([key, { name }]) => name ?? `stripe-socket-${stage}-${key}`,
    );
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(AWS_LIMITS.functionName);
    expect(new Set(names).size).toBe(entries.length);
    expect(withNames(table, 'stripe-socket', stage)).toEqual(withNames(table, 'stripe-socket', stage));
  });

  test('that two functions would share are refused', () => {
    const [entry] = entries as [Entry];
    const twins = [entry, { ...entry, file: entry.file.replace('.ts', '..ts') }];
    expect(() => functionTable(twins)).toThrow('same name as another function');
  });
});

test('a description is cut where it is too long', () => {
  const [entry] = entries as [Entry];
  const description = 'x'.repeat(AWS_LIMITS.functionDescription + 1);
  const [made] = Object.values(functionTable([{ ...entry, endpoint: { ...entry.endpoint, description } }]));
  expect(made!.description).toHaveLength(AWS_LIMITS.functionDescription);
});

describe('SURFACES', () => {
  test('names none: all are there but for the reference', () => {
    const isMeant = ({ endpoint }: Entry) => endpoint.surface !== 'reference';
    expect(chosenFrom(entries, readDeploySettings({}))).toEqual(entries.filter(isMeant));
  });

  test('names some: those are there, and what answers everything else', () => {
    expect(surfacesOf(chosen('socket')).sort()).toEqual(['none', 'socket']);
    expect(surfacesOf(chosen('rest, block')).sort()).toEqual(['block', 'none', 'rest']);
  });

  test('names cards: their webhook is there as well', () => {
    expect(surfacesOf(chosen('card')).sort()).toEqual(['card', 'none', 'webhook']);
  });

  test('names one that is not there: the message says which there are', () => {
    expect(() => chosen('socket,sockets')).toThrow(
      'Unknown surface in SURFACES: sockets. The surfaces are block, card, connector, mcp, rest, socket.',
    );
  });

  test('the reference is deployed where REFERENCE says so, with any surfaces', () => {
    expect(chosenFrom(entries, readDeploySettings({ REFERENCE: 'true' }))).toEqual(entries);
    const some = chosenFrom(entries, readDeploySettings({ REFERENCE: 'true', SURFACES: 'socket' }));
    expect(surfacesOf(some).sort()).toEqual(['none', 'reference', 'socket']);
    expect(() => chosen('reference')).toThrow('Unknown surface in SURFACES: reference');
    expect(() => readDeploySettings({ REFERENCE: 'yes' })).toThrow('REFERENCE must be true or false');
  });

  test('is no list: it is refused', () => {
    expect(() => chosen('socket;block')).toThrow('SURFACES must be names of surfaces');
  });
});

test('an upstream that is slow or fails is given up before the function is, and that before the gateway gives up', () => {
  const { STRIPE_TIMEOUT, STRIPE_MAX_RETRIES, STRIPE_RETRY_DELAY, CALL_BUDGET } = readConfig({});
  const pauses = Array.from({ length: STRIPE_MAX_RETRIES }, (_, index) => STRIPE_RETRY_DELAY * 2 ** index);
  const longest = (1 + STRIPE_MAX_RETRIES) * STRIPE_TIMEOUT + pauses.reduce((sum, pause) => sum + pause, 0);
  expect(longest).toBeLessThanOrEqual(CALL_BUDGET);
  expect(CALL_BUDGET + REPLY).toBeLessThan(FUNCTION_TIMEOUT);
  expect(FUNCTION_TIMEOUT).toBeLessThan(AWS_LIMITS.integrationTimeout);
});

/** What is kept back for the reply, and how long a function may take in all: `template.ts` has it from the template. */
const REPLY = 500;
const FUNCTION_TIMEOUT = 29_000;
