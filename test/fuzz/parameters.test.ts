/** Every parameter of every operation: whatever it is given, it judges, and what it takes can be sent to Stripe. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { readBody } from '#lib/http/body.ts';
import { HttpError } from '#lib/http/errors.ts';
import { decodeForm, encodeForm } from '#lib/http/form.ts';
import { check } from '#lib/parameters/check.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { valueFor } from './values.ts';

const RUNS = { numRuns: 15, seed: 1 };

const entries = await readCatalogue();
const parameters = new Map<string, Parameter>();
for (const { endpoint } of entries) {
  for (const operation of [endpoint.operation, ...endpoint.otherOperations]) {
    for (const [name, parameter] of Object.entries(operation?.parameters ?? {})) {
      parameters.set(`${operation!.method} ${operation!.path} ${name}`, parameter);
    }
  }
}

test('what a parameter takes, it takes again as it is, and a form can carry it', () => {
  for (const [name, parameter] of parameters) {
    fc.assert(
      fc.property(valueFor(parameter), (given) => {
        const { value, problems } = check(parameter, given);
        if (problems === undefined) {
          expect([name, check(parameter, value).value]).toEqual([name, value]);
          decodeForm(encodeForm({ value }));
        } else {
          expect(problems.length).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
  }
});

describe('a body', () => {
  const request = (body: Buffer, type: string) => ({
    method: 'POST',
    path: '/',
    publicPath: '/',
    route: '/',
    pathParameters: {},
    headers: Object.fromEntries(type === '' ? [] : [['content-type', type]]),
    query: '',
    body,
  });

  test('of any bytes is read, or refused as what it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(
          '',
          'application/json',
          'application/x-www-form-urlencoded',
          'text/plain',
          'image/png',
        ),
        async (bytes, type) => {
          try {
            expect(typeof (await readBody(request(Buffer.from(bytes), type)))).toBe('object');
          } catch (error) {
            expect(error).toBeInstanceOf(HttpError);
            expect([400, 413, 415]).toContain((error as HttpError).status);
          }
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });
});
