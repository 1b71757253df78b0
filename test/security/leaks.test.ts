/** What is recorded while tests run, and which of it is a leak: the scan after every run finds what is planted here. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import { handler as createCard } from '../../functions/socket/create-card.ts';
import { call } from '../helpers/call.ts';
import { start } from '../helpers/command.ts';
import { startSandbox } from '../helpers/noted-sandbox.ts';
import { recording } from '../helpers/recording.ts';
import { json, startUpstream } from '../helpers/upstream.ts';
import { type Output, Recording, type Way } from './leaks/recording.ts';
import LeakReporter, { FOLDER, REPORT } from './leaks/reporter.ts';
import { leaksIn } from './leaks/scan.ts';

/** Takes out of the notes of this file what something adds to them: so many notes, or more, of some ways or of all. */
async function notedOf(count: number, work: () => unknown, ways?: readonly Way[]): Promise<Output[]> {
  const { outputs } = recording()!;
  const before = outputs.length;
  // Node warns of its own when it likes.
  const added = () =>
    outputs
      .slice(before)
      .filter(({ way, where }) => (ways?.includes(way) ?? true) && where !== 'warning of the process');
  await work();
  // An exchange is noted when both sides are done with it.
  while (added().length < count) {
    await setImmediate();
  }
  const noted = added();
  outputs.length = before;
  return noted;
}

describe('what leaves is noted', () => {
  test('what is logged, also where a test catches it', async () => {
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const noted = await notedOf(1, () => console.log('%s cards', 2, { of: 'a-1' }));
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
    const noted = await notedOf(2, () => promisify(execFile)(process.execPath, ['--print', '6 * 7']));
    const byWhere = new Map(noted.map(({ way, where, text }) => [`${way} ${where}`, text]));
    expect([...byWhere].sort()).toEqual([
      ['log 6 * 7 stderr', ''],
      ['log 6 * 7 stdout', '42\n'],
    ]);
  });

  test('what the project’s own programs print and keep', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-socket-'));
    const noted = await notedOf(3, async () => {
      const snapshot = join(folder, 'snapshot.json');
      const sandbox = start('lib/cli/sandbox.ts', [], { SANDBOX_PORT: '0', SANDBOX_SNAPSHOT: snapshot });
      const [, url] = await sandbox.printed(/listens on (\S+)\. /);
      const headers = { authorization: 'Bearer sk_test_asked' };
      await (
        await fetch(`${url}/v1/customers`, {
          method: 'POST',
          headers,
          body: new URLSearchParams({ description: 'kept' }),
        })
      ).text();
      sandbox.kill('SIGTERM');
      await sandbox.ended;
    });
    rmSync(folder, { recursive: true });
    expect(noted).toContainEqual(
      expect.objectContaining({
        way: 'log',
        where: 'lib/cli/sandbox.ts stdout',
        text: expect.stringContaining('listens on'),
      }),
    );
    expect(noted).toContainEqual(
      expect.objectContaining({ way: 'snapshot', text: expect.stringContaining('kept') }),
    );
  });

  test('what handlers answer', async () => {
    const noted = await notedOf(1, () => call(createCard, { key: 'sk_test_asked', body: { unknown: 1 } }));
    expect(noted).toMatchObject([
      {
        way: 'reply',
        where: 'POST /stripe/… (socket)',
        text: expect.stringMatching(/^\{"error".*\n\{"/),
      },
    ]);
  });

  test('what the sandbox answers and keeps, and the URLs that it is called by', async () => {
    const noted = await notedOf(3, async () => {
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
    expect(byWay.get('reply')).toMatchObject([{ text: expect.stringContaining('jenny') }]);
    expect(byWay.get('snapshot')).toMatchObject([{ text: expect.stringContaining('jenny') }]);
  });

  test('what a store is told', async () => {
    const noted = await notedOf(1, async () => {
      const { close } = await startDynamoDb('leaks-of-the-tests');
      await close();
    }, ['store']);
    expect(noted[0]).toMatchObject({
      way: 'store',
      where: 'DynamoDB_20120810.CreateTable',
      text: expect.stringContaining('"leaks-of-the-tests"'),
    });
  });

  test('of a server that a test puts in Stripe’s place, what it is asked and not what it says', async () => {
    const upstream = await startUpstream((response) => json(response, 200, { id: 'said' }));
    const headers = { 'stripe-signature': 't=1' };
    const noted = await notedOf(3, async () => {
      await fetch(`${upstream.url}/v1/balance`);
      await fetch(`${upstream.url}/hook`, { method: 'POST', body: '{"type":"ping"}', headers });
      await upstream.close();
    }, ['url', 'event']);
    expect(noted).toMatchObject([
      { way: 'url', text: '/v1/balance' },
      { way: 'url', text: '/hook' },
      { way: 'event', text: '{"type":"ping"}' },
    ]);
  });
});

/** What is found in one output. */
function foundIn(way: Way, text: string, where: string): string[] {
  const recorded = new Recording();
  recorded.leaves(way, where, text);
  return leaksIn(recorded).map(({ secret }) => secret);
}

const KEY = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJhY2NvdW50IjoiYSJ9.c2lnbmF0dXJl';
const DEFECT =
  'TypeError: Cannot read the card 4012888888881881\n    at steps (lib/endpoint/pipeline.ts:54:5)';

describe('a leak is found', () => {
  test.each<[string, string, Way, string, where?: string]>([
    ['card number', 'in the stack of a defect', 'log', JSON.stringify({ status: 500, defect: DEFECT })],
    ['card number', 'with blanks in an error', 'reply', '{"error":"got 4012 8888 8888 1881"}\n{}'],
    ['card number', 'with hyphens in a header', 'reply', '{}\n{"x":"3782-822463-10005, b"}'],
    ['card number', 'as a name in a store', 'store', '{"name":{"S":"4012888888881881"}}'],
    ['card number', 'in a URL', 'url', '/v1/charges?card[number]=4012888888881881'],
    ['key', 'in a log', 'log', `Error: ${KEY}`],
    ['key', 'in the errors of npm run token', 'log', `Error: ${KEY}`, 'lib/cli/token.ts stderr'],
    ['key', 'in a store', 'store', `{"Item":{"key":{"S":"${KEY}"}}}`],
    ['key', 'in a snapshot', 'snapshot', `{"keys":{"secret":"${KEY}","publishable":"pk_test_1"}}`],
    ['key', 'in a reply that is no creation', 'reply', `{"message":"Invalid key: ${KEY}"}\n{}`],
    ['key', 'in the headers of a reply', 'reply', `{}\n{"x":"${KEY}"}`],
    ['key', 'in a document', 'reply', `{"example":"${KEY}"}\n{}`, 'GET /stripe/socket.json'],
    ['key', 'in an event', 'event', `{"data":{"object":{"object":"account","secret":"${KEY}"}}}`],
    ['token of Stripe', 'in a log', 'log', 'paid with tok_visa'],
    ['token of Stripe', 'in another object', 'snapshot', '{"id":"ch_1","object":"charge","token":"tok_1"}'],
    ['token of Stripe', 'in JSON within JSON', 'reply', '{"to":"{\\"source\\":\\"tok_1\\"}"}\n{}'],
    ['token of a caller', 'in a log', 'log', JWT],
    ['secret of a webhook', 'in a reply', 'reply', '{"secret":"whsec_1"}\n{}'],
    ['bank account number', 'in a snapshot', 'snapshot', '{"number":"000987654321"}'],
    ['bank account number', 'in a reply', 'reply', '{"message":"no 000987654321"}\n{}'],
    ['security code', 'in a log', 'log', 'CVC: 739'],
    ['security code', 'in a store', 'store', '{"Item":{"cvc":{"S":"739"}}}'],
    ['person', 'in a log', 'log', 'for Jenny Rosen'],
    ['person', 'in a URL', 'url', '/v1/customers?email=jenny@example.com'],
    ['person', 'in a store', 'store', '{"email":{"S":"jenny@example.com"}}'],
  ])('a %s %s', (secret, _, way, text, where = 'somewhere') => {
    expect(foundIn(way, text, where)).toEqual([secret]);
  });

  test('a secret of the deployment', () => {
    const recorded = new Recording();
    recorded.has([
      ['CARD_JWT_SECRET', 'long enough to sign'],
      ['CARD_STRIPE_KEY', 'ssm:/stripe/key'],
    ]);
    recorded.leaves('reply', 'POST /card/find', '{"message":"long enough to sign ssm:/stripe/key"}\n{}');
    expect(leaksIn(recorded)).toMatchObject([{ secret: 'CARD_JWT_SECRET' }]);
  });

  test('and told once, with the test and without the secret', () => {
    const recorded = new Recording();
    recorded.test = 'cards › are kept';
    for (let time = 0; time < 2; time += 1) {
      recorded.leaves('log', 'console.log', 'no card 4012888888881881, sorry');
    }
    expect(leaksIn(recorded)).toEqual([
      {
        way: 'log',
        where: 'console.log',
        test: 'cards › are kept',
        secret: 'card number',
        shown: '"no card 4012…, sorry"',
      },
    ]);
  });

  test('unless its file sends secrets that way on purpose', () => {
    const recorded = new Recording();
    recorded.ignore('url');
    recorded.leaves('url', 'GET /v1/charges/…', `/v1/charges/${KEY}`);
    recorded.leaves('log', 'console.log', KEY);
    expect(leaksIn(recorded)).toMatchObject([{ way: 'log' }]);
  });
});

describe('what is meant is none', () => {
  test.each<[string, Way, string, where?: string]>([
    [
      'the line of a call',
      'log',
      '{"status":402,"duration_ms":739,"stripe_ms":739,"correlation_id":"4c2e1f6a-7391-4b3e-8a52-000000000739"}',
    ],
    ['the last digits of a card', 'reply', '{"last4":"1881","cvc_check":"pass","name":"Jenny Rosen"}\n{}'],
    ['a token that is created', 'reply', '{"id": "tok_1", "object": "token","card":{}}\n{}'],
    [
      'a token in JSON within JSON',
      'snapshot',
      '{"reply":"{\\"id\\":\\"tok_1\\",\\"object\\":\\"token\\"}"}',
    ],
    ['a token that is looked up', 'url', '/v1/tokens/tok_1'],
    [
      'the keys of a new account',
      'reply',
      `{"object":"account","keys":{"secret":"${KEY}","publishable":"pk_test_1"}}\n{}`,
    ],
    ['a name that the card service keeps', 'store', '{"name":{"S":"Jenny Rosen"},"number":{"S":"1881"}}'],
    ['any other number', 'log', '4012888888881882, 40128888888818810, 4539578763621486 and 1467763200000'],
    ['a random text under a name that is secret', 'reply', '{}\n{"X-Ignored-Arguments":"cvc, 1234, card"}'],
    ['the letters of a token in a cursor', 'reply', '{"next":"aB3tok_x9-Qtok_a"}\n{}'],
    ['a masked secret', 'reply', '{"message":"Invalid: sk_…, tok_…"}\n{}'],
    [
      'an example in a document',
      'reply',
      '{"number":"4242424242424242","key":"sk_test_demo"}\n{}',
      'GET /stripe/socket.json',
    ],
    ['what npm run token prints', 'log', `${JWT}\n`, 'lib/cli/token.ts stdout'],
  ])('%s', (_, way, text, where = 'somewhere') => {
    expect(foundIn(way, text, where)).toEqual([]);
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
