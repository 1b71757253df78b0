/** What is noted while tests run, and which of it is a leak: the scan that follows every run finds what is planted here. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import type { Parameter } from '#lib/stripe/parameters.ts';
import { handler as createCard } from '../../functions/socket/create-card.ts';
import { call } from '../helpers/call.ts';
import { start } from '../helpers/command.ts';
import { startSandbox } from '../helpers/noted-sandbox.ts';
import { recording } from '../helpers/recording.ts';
import { json, startUpstream } from '../helpers/upstream.ts';
import { declaredSecrets } from './leaks/declared.ts';
import { type Asked, type Output, Recording, type Way } from './leaks/recording.ts';
import LeakReporter, { FOLDER, REPORT } from './leaks/reporter.ts';
import { leaksIn } from './leaks/scan.ts';

const declared = await declaredSecrets();

/** Takes out of the notes of this file what something adds to them. */
async function notedOf(work: () => unknown): Promise<Output[]> {
  const { outputs } = recording()!;
  const before = outputs.length;
  await work();
  // The end of an exchange is noted when its connection is done with.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return outputs.splice(before);
}

describe('what leaves is noted', () => {
  test('what is logged, also where a test catches it', async () => {
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const noted = await notedOf(() => console.log('%s cards', 2, { of: 'a-1' }));
    expect(console.log).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
    expect(noted).toEqual([
      {
        way: 'log',
        where: 'console.log',
        text: "2 cards { of: 'a-1' }",
        test: expect.stringMatching(/ › what is logged/),
      },
    ]);
  });

  test('what processes print', async () => {
    const noted = await notedOf(() => promisify(execFile)(process.execPath, ['--print', '6 * 7']));
    const byWhere = new Map(noted.map(({ way, where, text }) => [`${way} ${where}`, text]));
    expect([...byWhere].sort()).toEqual([
      ['log 6 * 7 stderr', ''],
      ['log 6 * 7 stdout', '42\n'],
    ]);
  });

  test('what the project’s own programs answer and keep, by themselves', async () => {
    const sandbox = start('sandbox/main.ts', [], { SANDBOX_PORT: '0' });
    const [, url] = await sandbox.printed(/listens on (\S+)\. /);
    const headers = { authorization: 'Bearer sk_test_asked' };
    await (await fetch(`${url}/v1/customers?limit=7`, { headers })).text();
    sandbox.kill('SIGTERM');
    await sandbox.ended;
    const folder = process.env[FOLDER]!;
    const files = readdirSync(folder).filter((name) => name.endsWith('.notes'));
    const notes = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
    expect(notes).toContain('{"way":"url","where":"GET /v1/customers","text":"/v1/customers?limit=7"');
  });

  test('what handlers answer, and to what', async () => {
    const noted = await notedOf(() => call(createCard, { key: 'sk_test_asked', body: { unknown: 1 } }));
    expect(noted).toMatchObject([
      {
        way: 'reply',
        where: 'POST /stripe/… (socket)',
        text: expect.stringMatching(/^\{"error".*\n\{"/),
        asked: { authorization: 'Bearer sk_test_asked', body: '{"unknown":1}' },
      },
    ]);
  });

  test('what the sandbox answers and keeps, and the URLs that it is called by', async () => {
    const noted = await notedOf(async () => {
      const sandbox = await startSandbox({ port: 0 });
      const headers = { authorization: 'Bearer sk_test_asked' };
      const body = new URLSearchParams({ email: 'jenny@example.com' });
      await (
        await fetch(`${sandbox.url}/v1/customers?expand%5B%5D=default_source`, {
          method: 'POST',
          headers,
          body,
        })
      ).text();
      await sandbox.close();
    });
    const byWay = Map.groupBy(noted, ({ way }) => way);
    expect(byWay.get('url')).toMatchObject([
      { where: 'POST /v1/customers', text: '/v1/customers?expand[]=default_source' },
    ]);
    expect(byWay.get('reply')).toMatchObject([
      { text: expect.stringContaining('jenny'), asked: { body: 'email=jenny%40example.com' } },
    ]);
    expect(byWay.get('snapshot')).toMatchObject([{ text: expect.stringContaining('jenny') }]);
  });

  test('what a store is told', async () => {
    const noted = await notedOf(async () => {
      const { close } = await startDynamoDb('leaks-of-the-tests');
      await close();
    });
    expect(noted).toMatchObject([
      {
        way: 'store',
        where: 'DynamoDB_20120810.CreateTable',
        text: expect.stringContaining('"leaks-of-the-tests"'),
      },
    ]);
  });

  test('of a server that a test puts in Stripe’s place, what it is asked and not what it says', async () => {
    const upstream = await startUpstream((response) => json(response, 200, { id: 'said' }));
    const headers = { 'stripe-signature': 't=1' };
    const noted = await notedOf(async () => {
      await fetch(`${upstream.url}/v1/balance`);
      await fetch(`${upstream.url}/hook`, { method: 'POST', body: '{"type":"ping"}', headers });
      await upstream.close();
    });
    expect(noted).toMatchObject([
      { way: 'url', text: '/v1/balance' },
      { way: 'url', text: '/hook' },
      { way: 'event', text: '{"type":"ping"}' },
    ]);
  });
});

/** What is found in one output. Requests that it does not answer come before it. */
function foundIn(
  way: Way,
  text: string,
  { where = 'somewhere', asked, before }: Circumstances = {},
): string[] {
  const notes = new Recording();
  if (before !== undefined) {
    notes.answers('POST /v1/…', '{}', {}, { body: before });
  }
  notes.leaves(way, where, text, asked);
  return leaksIn(notes, declared).map(({ secret }) => secret);
}

interface Circumstances {
  readonly where?: string;
  readonly asked?: Asked;
  readonly before?: string;
}

const KEY = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc';
const BANK_ACCOUNT = 'source[object]=bank_account&source[account_number]=000987654321&source[country]=US';
const CARD = 'source[number]=4012888888881881&source[cvc]=739&source[name]=Jenny+Rosen';

describe('a leak is found', () => {
  test.each<[string, Way, string, Circumstances, string[]]>([
    ['a card number in a log', 'log', '{"defect":"no card 4012888888881881"}', {}, ['card number']],
    ['one with blanks in a refusal', 'reply', '{"error":"got 4012 8888 8888 1881"}\n{}', {}, ['card number']],
    ['one with hyphens in a header', 'reply', '{}\n{"x":"3782-822463-10005, b"}', {}, ['card number']],
    ['a key in a log', 'log', `Error: ${KEY}`, {}, ['key']],
    ['a token of Stripe in a log', 'log', 'paid with tok_visa', {}, ['token of Stripe']],
    [
      'a token of a caller in a log',
      'log',
      'eyJhbGciOiJIUzI1NiJ9.eyJhY2NvdW50IjoiYSJ9.c2lnbmF0dXJl',
      {},
      ['token of a caller'],
    ],
    ['a security code in a log', 'log', 'CVC: 739', {}, ['security code']],
    ['the name of somebody in a log', 'log', 'for Jenny Rosen', { before: CARD }, ['name']],
    [
      'the address of somebody in a log',
      'log',
      'to jenny@example.com',
      { before: 'email=jenny@example.com' },
      ['email'],
    ],
    [
      'a token that npm run token was not asked for',
      'log',
      `Error: ${KEY}`,
      { where: 'lib/cli/token.ts stderr' },
      ['key'],
    ],
    ['a key in a store', 'store', `{"Item":{"key":{"S":"${KEY}"}}}`, {}, ['key']],
    ['a security code in a store', 'store', '{"Item":{"cvc":{"S":"739"}}}', {}, ['security code']],
    [
      'a card number for a name in a store',
      'store',
      '{"name":{"S":"4012888888881881"}}',
      {},
      ['card number'],
    ],
    [
      'the number of a bank account in a snapshot',
      'snapshot',
      '{"number":"000987654321"}',
      { before: BANK_ACCOUNT },
      ['account_number'],
    ],
    [
      'a key in a snapshot',
      'snapshot',
      `{"keys":{"secret":"${KEY}","publishable":"pk_test_1"}}`,
      {},
      ['key'],
    ],
    [
      'a token in another object',
      'snapshot',
      '{"id":"ch_1","object":"charge","token":"tok_1"}',
      {},
      ['token of Stripe'],
    ],
    ['a security code in a reply', 'reply', '{"card":{"cvc":"739"}}\n{}', {}, ['security code']],
    [
      'a security code in the words of a reply',
      'reply',
      '{"message":"739 is wrong"}\n{}',
      { asked: { body: CARD } },
      ['cvc'],
    ],
    [
      'the number of a bank account in a reply',
      'reply',
      '{"message":"no 000987654321"}\n{}',
      { before: BANK_ACCOUNT },
      ['account_number'],
    ],
    ['a key in a reply that is no creation', 'reply', `{"message":"Invalid key: ${KEY}"}\n{}`, {}, ['key']],
    ['a key in the headers of a reply', 'reply', `{}\n{"x":"${KEY}"}`, {}, ['key']],
    [
      'a key in a document',
      'reply',
      `{"example":"${KEY}"}\n{}`,
      { where: 'GET /stripe/socket.json' },
      ['key'],
    ],
    [
      'a caller’s own kind of token in a reply',
      'reply',
      '{"message":"abcdef-123"}\n{}',
      { asked: { authorization: 'Bearer abcdef-123', body: '' } },
      ['Authorization'],
    ],
    [
      'a token in JSON within JSON',
      'reply',
      '{"to":"{\\"source\\":\\"tok_1\\"}"}\n{}',
      {},
      ['token of Stripe'],
    ],
    ['a card number in a URL', 'url', '/v1/charges?card[number]=4012888888881881', {}, ['card number']],
    ['a key in an event', 'event', `{"data":{"object":{"object":"account","secret":"${KEY}"}}}`, {}, ['key']],
  ])('%s', (_, way, text, circumstances, expected) => {
    expect(foundIn(way, text, circumstances)).toEqual(expected);
  });

  test('a secret of the deployment', () => {
    const notes = new Recording();
    notes.has([
      ['CARD_JWT_SECRET', 'long enough to sign'],
      ['CARD_STRIPE_KEY', 'ssm:/stripe/key'],
    ]);
    notes.leaves('reply', 'POST /card/find', '{"message":"long enough to sign ssm:/stripe/key"}\n{}');
    expect(leaksIn(notes, declared)).toMatchObject([{ secret: 'CARD_JWT_SECRET' }]);
  });

  test('and told with the test, and without the secret', () => {
    const notes = new Recording();
    notes.test = 'cards › are kept';
    notes.leaves('log', 'console.log', 'no card 4012888888881881, sorry');
    expect(leaksIn(notes, declared)).toEqual([
      {
        way: 'log',
        where: 'console.log',
        test: 'cards › are kept',
        secret: 'card number',
        shown: '"no card 4012…, sorry"',
      },
    ]);
  });

  test('whatever a short secret is called', () => {
    const called = declared.flatMap(({ name, parameter }) => [...shortOf(name, parameter)]);
    expect(called).toContain('cvc');
    for (const name of called) {
      expect({ name, found: foundIn('log', `${name}: 1234`).length }).toEqual({ name, found: 1 });
    }
  });
});

/** The names of secrets with few digits in a parameter. */
function* shortOf(name: string, { secret, example, fields = {} }: Parameter): Generator<string> {
  if (secret && /^\d{3,5}$/.test(String(example))) {
    yield name;
  }
  for (const [field, parameter] of Object.entries(fields)) {
    yield* shortOf(field, parameter);
  }
}

describe('what is meant is none', () => {
  test.each<[string, Way, string, Circumstances]>([
    [
      'a call’s line in the log',
      'log',
      '{"status":402,"duration_ms":739,"correlation_id":"4c2e1f6a-7391-4b3e-8a52-000000000739"}',
      { before: CARD },
    ],
    [
      'the last digits of a card',
      'reply',
      '{"last4":"1881","cvc_check":"pass","name":"Jenny Rosen"}\n{}',
      { asked: { body: CARD } },
    ],
    ['a token where it is made', 'reply', '{"id":"tok_1","object":"token","card":{}}\n{}', {}],
    [
      'a token that is found later',
      'snapshot',
      '{"rows":[{"object":{"id":"tok_1","object":"token"}}],"reply":"{\\"id\\":\\"tok_1\\",\\"object\\":\\"token\\"}"}',
      {},
    ],
    ['a token that is looked up', 'url', '/v1/tokens/tok_1', {}],
    [
      'the keys of an account that is made',
      'reply',
      `{"object":"account","keys":{"secret":"${KEY}","publishable":"pk_test_1"}}\n{}`,
      {},
    ],
    [
      'the id of a card that is paid with',
      'reply',
      '{"source":{"id":"card_1234567"}}\n{}',
      { before: 'source=card_1234567' },
    ],
    [
      'a name that the card service keeps',
      'store',
      '{"name":{"S":"Jenny Rosen"},"number":{"S":"1881"}}',
      { before: CARD },
    ],
    ['a number that is no card’s', 'log', '4012888888881882 and 1467763200000', {}],
    ['a masked secret', 'reply', '{"message":"Invalid: sk_…, tok_…"}\n{}', {}],
    [
      'an example in a document',
      'reply',
      '{"number":"4242424242424242","key":"sk_test_demo"}\n{}',
      { where: 'GET /stripe/socket.json' },
    ],
    [
      'what npm run token prints',
      'log',
      'eyJhbGciOiJIUzI1NiJ9.eyJhY2NvdW50IjoiYSJ9.c2lnbmF0dXJl\n',
      { where: 'lib/cli/token.ts stdout' },
    ],
  ])('%s', (_, way, text, circumstances) => {
    expect(foundIn(way, text, circumstances)).toEqual([]);
  });
});

describe('the run', () => {
  /** Runs a reporter over reports, and gives how the run ends. */
  function ended(reports: readonly object[], files = reports.length) {
    const { [FOLDER]: ofThisRun } = process.env;
    const lines: string[] = [];
    const reporter = new LeakReporter({}, { print: (line) => void lines.push(line) });
    reporter.onRunStart();
    const folder = process.env[FOLDER]!;
    process.env[FOLDER] = ofThisRun;
    for (const [index, report] of reports.entries()) {
      writeFileSync(join(folder, `${index}${REPORT}`), JSON.stringify(report));
    }
    reporter.onRunComplete(undefined, { testResults: Array.from({ length: files }) });
    expect(existsSync(folder)).toBe(false);
    expect(folder).not.toBe(ofThisRun);
    return { lines, error: reporter.getLastError()?.message };
  }

  const leak = { way: 'log', where: 'console.log', test: 'cards', secret: 'key', shown: '"sk_t…"' };

  test('fails where a secret was seen, and says where', () => {
    const file = join(process.cwd(), 'test/a.test.ts');
    const error = '1 secrets were seen where they must not be.';
    expect(ended([{ file, outputs: 3, leaks: [leak] }])).toEqual({
      lines: ['test/a.test.ts › cards\n  key in a log of console.log: "sk_t…"', error],
      error,
    });
  });

  test('succeeds where none was seen', () => {
    expect(ended([{ file: 'a', outputs: 3, leaks: [] }])).toEqual({
      lines: ['No secret is in the 3 outputs of 1 files.'],
      error: undefined,
    });
  });

  test('fails where a file was not looked through', () => {
    expect(ended([{ file: 'a', outputs: 3, leaks: [] }], 2).error).toBe(
      'What 1 files of tests let out was not looked through.',
    );
  });
});
