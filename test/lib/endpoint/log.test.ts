/** Lines of the log: for machines, for people, and what of a rejection is in them. */
import { execFile } from 'node:child_process';
import { promisify, stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readArguments } from '#lib/endpoint/arguments.ts';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { rejectionIn } from '#lib/endpoint/failure.ts';
import { readable } from '#lib/endpoint/log.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import { handler } from '../../../functions/block/createCharge.ts';
import { ROOT } from '../../helpers/command.ts';

const CALL = {
  level: 'info',
  timestamp: '2026-05-01T12:34:56.789Z',
  surface: 'socket',
  endpoint: 'POST /stripe/create-charge',
  status: 402,
  type: 'card_error',
  code: 'card_declined',
  decline_code: 'generic_decline',
  duration_ms: 35,
  stripe_ms: 30,
  stripe_requests: 2,
  stripe_request_id: 'req_1',
  correlation_id: 'call-1',
} as const;

describe('a line for people', () => {
  const plain = (line: Parameters<typeof readable>[0]) => stripVTControlCharacters(readable(line));

  test('tells what was rejected, and the time', () => {
    expect(plain(CALL)).toBe(
      '12:34:56  402  POST /stripe/create-charge  35 ms  Stripe 30 ms in 2  card_declined generic_decline  req_1',
    );
  });

  test('shows the stack of a defect below', () => {
    const { stripe_ms, stripe_requests, stripe_request_id, type, code, decline_code, ...call } = CALL;
    expect(
      plain({ ...call, level: 'error', status: 500, failure: 'defect', error: 'Error: x\n    at y' }),
    ).toBe('12:34:56  500  POST /stripe/create-charge  35 ms  defect  call-1\n  Error: x\n      at y');
  });

  test('has no text that a terminal obeys, or that looks like another line', () => {
    const bad = 'a\x1b[2J\x9b1A\r\u2028\u202e\ud800é€👍';
    const good = 'a\\u{001b}[2J\\u{009b}1A\\u{000d}\\u{2028}\\u{202e}\\u{d800}é€👍';
    const forged = `${bad}\n12:34:56  200  POST /stripe/create-charge`;
    const line = readable({
      ...CALL,
      level: 'error',
      endpoint: bad,
      param: bad,
      upstream: bad,
      stripe_request_id: bad,
      query: { name: '\u009b' },
      error: forged,
    });
    const shown = `402  ${good}  35 ms  Stripe 30 ms in 2  card_declined generic_decline ${good}  ${good}  ${good}  {"name":"\\u{009b}"}`;
    expect(stripVTControlCharacters(line)).toBe(
      `12:34:56  ${shown}\n  ${good}\n  12:34:56  200  POST /stripe/create-charge`,
    );
    const problem = { surface: 'connector', failure: 'aws_error', problem: forged } as const;
    expect(plain({ level: 'error', timestamp: CALL.timestamp, ...problem })).toBe(
      `12:34:56 aws_error ${good}\\u{000a}12:34:56  200  POST /stripe/create-charge`,
    );
  });

  test('tells of problems that fail no call', () => {
    const problem = { surface: 'connector', failure: 'aws_error', problem: 'No table.' } as const;
    expect(plain({ level: 'error', timestamp: CALL.timestamp, ...problem })).toBe(
      '12:34:56 aws_error No table.',
    );
  });
});

describe('a process', () => {
  const script = `
    const { logCall } = await import('./lib/endpoint/log.ts');
    logCall(false, () => (${JSON.stringify({ ...CALL, level: undefined, timestamp: undefined })}));
  `;
  const printed = async (environment: Record<string, string>) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        cwd: ROOT,
        env: { PATH: process.env['PATH'], ...environment },
      },
    );
    return stdout;
  };

  test('prints JSON into a pipe', async () => {
    const line = await printed({});
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({ level: 'info', status: 402 });
  });

  test.each([
    ['in colour', { FORCE_COLOR: '1' }, true],
    ['without, where NO_COLOR is set', { NO_COLOR: '1' }, false],
  ])('prints text where it is asked for, %s', async (_, colours, expected) => {
    const line = await printed({ LOG_FORMAT: 'text', ...colours });
    expect(stripVTControlCharacters(line)).toMatch(/^\d\d:\d\d:\d\d {2}402 {2}POST /);
    expect(stripVTControlCharacters(line) !== line).toBe(expected);
  });

  test('prints JSON on AWS, whatever is asked for', async () => {
    const line = await printed({ LOG_FORMAT: 'text', AWS_LAMBDA_FUNCTION_NAME: 'f' });
    expect(JSON.parse(line)).toMatchObject({ status: 402 });
  });
});

describe('what was rejected', () => {
  const { arguments: declared, additional = [] } = handler.endpoint;
  const known = [...declared, ...additional];
  const context = { arguments: known, given: {} };

  test('is the parameter of Stripe’s, by its caller’s name', () => {
    const error = { type: 'invalid_request_error', message: 'No.', code: 'missing', param: 'amount' };
    expect(rejectionIn(new StripeApiError(400, error), context)).toEqual({
      type: 'invalid_request_error',
      code: 'missing',
      param: 'amount',
    });
  });

  test('shows nothing that is no identifier', () => {
    const error = { type: 'sk_test_4eC39H', message: 'No.', code: 'Jenny Rosen', param: '4242424242424242' };
    expect(rejectionIn(new StripeApiError(400, error), context)).toEqual({});
  });

  test.each([
    [{ amount: 'x' }, 'amount'],
    [{ metadata: { 'Jenny Rosen': { a: 1 } } }, 'metadata'],
    [{ source: { object: 'card', number: '4242', exp_month: 13, exp_year: 2030 } }, 'source[number]'],
  ])('names no more of %j than is declared', (given, expected) => {
    const { problems } = readArguments(known, given);
    const problem = problems.find(({ code }) => code === 'parameter_invalid')!;
    expect(rejectionIn(new ArgumentError([problem]), context)).toMatchObject({
      code: 'parameter_invalid',
      param: expected,
    });
  });
});
