/** The business of a shop and a platform, told with secrets that can be recognized: none shows up where it must not. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Api, apiAt, type Reply } from '../helpers/api.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { type Block, type Run, readBlocks, runWith } from '../lib/surfaces/block/blocks.ts';
import * as scenario from '../lib/surfaces/block/scenario.ts';
import { foundIn } from './canaries.ts';

process.env['LOG_LEVEL'] = 'info';

/** What the scenarios use, and what is put in its place. */
const STAND_INS: Record<string, string> = {
  '4242424242424242': '4012888888881881',
  '4000056655665556': '5200828282828210',
  '4000000000000077': '4000000000000077',
  '123': '739',
  '000123456789': '000123456789',
  '000000000': '987605043',
  '0000': '7391',
};

const sandbox = testSandbox();
const key = testKey();
const lines: string[] = [];
const replies: { name: string; reply: Reply }[] = [];
let blocks: Map<string, Block>;
let api: Api;
beforeAll(async () => {
  for (const method of ['log', 'error'] as const) {
    jest
      .spyOn(console, method)
      .mockImplementation((...values) => void lines.push(values.map(String).join(' ')));
  }
  blocks = await readBlocks();
  api = apiAt(sandbox.url, key);
});
afterAll(() => void jest.restoreAllMocks());

const secrets = [key, ...Object.values(STAND_INS)];

describe('as it is told', () => {
  test.each(Object.entries(scenario))('%s', async (_, play) => {
    const plainly = runWith(blocks, key);
    const run: Run = async (name, args = {}, headers = {}) => {
      const reply = await plainly(name, withStandIns(args) as object, headers);
      replies.push({ name, reply });
      return reply;
    };
    await play({ run, advance: async (advance) => void (await api.post('/_sandbox/clock', { advance })) });
    expect(replies.length).toBeGreaterThan(0);
  });
});

describe('afterwards', () => {
  /** Only these replies have tokens. */
  const OF_TOKENS = /^(create\w*Token|getToken)$/;

  test('no reply holds a secret', () => {
    const leaking = replies.map(
      ({ name, reply }) => [name, foundIn(JSON.stringify(reply), secrets)] as const,
    );
    expect(leaking.filter(([, found]) => found.length > 0)).toEqual([]);
  });

  test('no reply holds a token but those that are about it', () => {
    const tokens = replies.filter(({ name }) => OF_TOKENS.test(name)).map(({ reply }) => reply.id as string);
    expect(tokens.length).toBeGreaterThan(2);
    const others = replies.filter(({ name }) => !OF_TOKENS.test(name));
    expect(foundIn(JSON.stringify(others), tokens)).toEqual([]);
    expect(foundIn(lines.join('\n'), tokens)).toEqual([]);
  });

  test('no line of the log holds a secret, or anything of whom it is about', () => {
    expect(lines.length).toBeGreaterThanOrEqual(replies.length);
    expect(
      foundIn(lines.join('\n'), [...secrets, 'Jenny', 'Rosen', 'jenny@example.com', '1 Main St']),
    ).toEqual([]);
  });

  test('no event that is kept holds one', async () => {
    let after: string | undefined;
    let events = 0;
    do {
      const page = await api.get('/v1/events', { limit: 100, ...(after && { starting_after: after }) });
      expect(foundIn(JSON.stringify(page), secrets)).toEqual([]);
      events += page.data.length;
      after = page.has_more ? page.data.at(-1).id : undefined;
    } while (after !== undefined);
    expect(events).toBeGreaterThan(50);
  });
});

function withStandIns(value: unknown): unknown {
  if (typeof value === 'string') {
    return STAND_INS[value] ?? value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(withStandIns)
    : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withStandIns(inner)]));
}
