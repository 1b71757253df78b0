/** Whatever a block is given, it answers: with Stripe's object, or with what is wrong. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { json, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { ask, type Block, readBlocks } from './blocks.ts';

let upstream: Upstream;
let blocks: Block[];

beforeAll(async () => {
  upstream = await startUpstream((response) =>
    json(response, 200, { id: 'obj_1', data: [], has_more: false }),
  );
  process.env['STRIPE_API_BASE'] = upstream.url;
  blocks = [...(await readBlocks()).values()];
});
afterAll(() => upstream.close());

const awkward = fc.constantFrom(
  '',
  ' ',
  '{',
  '[',
  '{}',
  '[]',
  '[{}]',
  'null',
  'now',
  '2016-07-06',
  '\ud800',
  '0',
  '-0',
  '1e9',
  null,
);
const pairs = fc.array(fc.record({ keyName: fc.string(), value: fc.jsonValue() }, { requiredKeys: [] }));
const value = fc.oneof(
  fc.jsonValue(),
  awkward,
  fc.string({ unit: 'binary' }),
  pairs,
  fc.jsonValue().map((any) => JSON.stringify(any)),
);

test('no value makes a defect', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.infiniteStream(value),
      fc.dictionary(fc.string(), value),
      async (pick, values, more) => {
        const block = blocks[pick % blocks.length]!;
        const args = Object.fromEntries(
          block.endpoint.arguments.flatMap(({ name, parameter }, index) => {
            const { value: some } = values.next();
            return index % 3 === pick % 3 && typeof some !== 'undefined'
              ? [[name, some]]
              : [[name, parameter.example]];
          }),
        );
        // A file that is a URL would be fetched.
        const given = { ...more, ...args, ...('file' in args && { file: 'aGk=' }) };
        const { callback, to, received } = await ask(block, given);
        if (received.status === 400) {
          expect(received.body.error.message).toContain('__proto__');
          return;
        }
        expect(received.status).toBe(200);
        expect(callback === 'success' ? 'fine' : to?.status_code).toMatch(
          /^(fine|REQUIRED_FIELDS|INVALID_FIELDS|JSON_VALIDATION)$/,
        );
      },
    ),
    { numRuns: 500 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
