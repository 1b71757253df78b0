/** The RAML against what is served: a file that this project does not hold, and the environment says where it is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Argument, readArguments } from '#lib/endpoint/arguments.ts';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { pathParameters } from '#lib/operations/operation.ts';
import type { Loose } from './client.ts';

/** Where the RAML contradicts itself or Stripe, and what is made of it. */
const ODDITIES = {
  'GET /invoices/{}/lines id': 'required, though it repeats the path: it is taken, and not demanded',
  'POST /charges/{}/capture refund_application_fee':
    'its text speaks of a fee that is added: it is taken for application_fee',
  'POST /customers/{}/cards card': 'optional, which makes no sense: it is required, as by Stripe',
  'POST /tokens card': 'or a customer, never both, which the RAML cannot say: Stripe says it',
  'POST /charges card': 'or a customer, which the RAML cannot say: Stripe says it',
  'POST /transfers statement_descriptor': 'longer texts are cut after 15 characters, not refused',
};

/** Dates and the like that the RAML types as strings, and values that pass as such. */
const STRING_VALUES = ['text', 'true', '1376352000', '15', 'usd', 'jenny@example.com'];

const file = join(process.env['STRIPE_SPEC_DIR'] ?? '', 'raml.json');
if (process.env['STRIPE_SPEC_DIR'] === undefined || !existsSync(file)) {
  console.info('The RAML is not compared. STRIPE_SPEC_DIR can name the folder that has raml.json.');
  test.todo('the RAML is compared only where STRIPE_SPEC_DIR names its folder');
} else {
  const { operations }: Loose = JSON.parse(readFileSync(file, 'utf8'));
  const served = new Map<string, readonly Argument[]>();
  for (const { method, path, endpoint } of await readCatalogue()) {
    if (endpoint.surface === 'rest' && endpoint.operation !== undefined) {
      const inPath = pathParameters(path);
      served.set(
        `${method} ${path.slice('/v1'.length).replace(/\{\w+\}/g, '{}')}`,
        endpoint.arguments.filter(({ name }) => !inPath.includes(name)),
      );
    }
  }
  const described: [string, Loose][] = operations.map((operation: Loose) => [
    `${operation.method} ${operation.path.replace(/\{\w+\}/g, '{}')}`,
    operation,
  ]);

  test('the operations are the same', () => {
    expect([...served.keys()].sort()).toEqual(described.map(([name]) => name).sort());
  });

  describe.each(described)('%s', (name, { form, query }) => {
    const known = served.get(name)!;
    const parameters: Loose[] = [...form, ...query];
    const argument = (parameter: string) => known.find((one) => one.name === parameter)!;
    const isTaken = (parameter: string, value: unknown) =>
      readArguments([argument(parameter)], { [parameter]: value }).problems.length === 0;

    test('takes the parameters that the RAML has', () => {
      expect(parameters.map((one) => one.name).filter((one) => argument(one) === undefined)).toEqual([]);
    });

    test('demands those that the RAML demands, and no others', () => {
      const demanded = known.filter(({ required }) => required).map((one) => one.name);
      const stated = parameters.filter(({ required }) => required).map((one) => one.name);
      const differing = [...new Set([...demanded, ...stated])].filter(
        (one) => demanded.includes(one) !== stated.includes(one),
      );
      expect(differing.filter((one) => !(`${name} ${one}` in ODDITIES))).toEqual([]);
    });

    for (const {
      name: parameter,
      type,
      minimum,
      maximum,
      enum: words,
      minLength,
      dictionary,
    } of parameters) {
      test(`keeps the limits of ${parameter}`, () => {
        if (minimum !== undefined) {
          expect([minimum - 1, minimum].map((value) => isTaken(parameter, value))).toEqual([false, true]);
        }
        if (maximum !== undefined) {
          expect([maximum, maximum + 1].map((value) => isTaken(parameter, value))).toEqual([true, false]);
        }
        if (words !== undefined) {
          expect(words.filter((word: string) => !isTaken(parameter, word))).toEqual([]);
          expect(isTaken(parameter, 'otherwise')).toBe(false);
        }
        if (minLength !== undefined) {
          expect(['us', 'usd', 'usdd'].map((value) => isTaken(parameter, value))).toEqual([
            false,
            true,
            false,
          ]);
        }
        if (type === 'integer') {
          expect([isTaken(parameter, 60), isTaken(parameter, '60')]).toEqual([true, true]);
          expect(isTaken(parameter, 'x')).toBe(false);
        } else if (words === undefined && minLength === undefined) {
          expect(STRING_VALUES.some((value) => isTaken(parameter, value))).toBe(true);
        }
        if (dictionary !== undefined) {
          const fields = new Set(fieldsOf(argument(parameter)));
          const named = [...(dictionary.required ?? []), ...(dictionary.optional ?? [])];
          expect(named.filter((field) => !fields.has(field))).toEqual([]);
        }
      });
    }
  });

  test('what is odd about the RAML is still so', () => {
    const all = described.flatMap(([name, { form, query }]) =>
      [...form, ...query].map((parameter) => `${name} ${parameter.name}`),
    );
    expect(Object.keys(ODDITIES).filter((one) => !all.includes(one))).toEqual([]);
  });
}

function fieldsOf({ parameter }: Argument): string[] {
  return Object.keys(parameter.fields ?? {});
}
