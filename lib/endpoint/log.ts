/**
 * Writes one log line per call. On AWS Lambda, a line is a JSON object that is written directly to standard output,
 * because `console.log` would prefix it with a time and an ID. On a terminal, lines are formatted for people.
 */
import { styleText } from 'node:util';
import { readerOf, settings } from '#lib/config/config.ts';
import type { Failure } from '#lib/http/errors.ts';
import type { Rejection } from './failure.ts';

/** The log record of a call. It contains no arguments, bodies or headers, because they may contain secrets. */
export interface CallRecord extends Rejection {
  readonly surface: string;
  /** The method and the route, without values. */
  readonly endpoint: string;
  /** The actual status of the call, even if the response is 200 with an envelope. */
  readonly status: number;
  /** The status of the response, if it differs. */
  readonly reply_status?: number | undefined;
  readonly duration_ms: number;
  /** The total duration of the requests to Stripe, in milliseconds. Concurrent requests are counted separately. */
  readonly stripe_ms?: number | undefined;
  /** The number of requests to Stripe, including retries. */
  readonly stripe_requests?: number | undefined;
  readonly stripe_request_id?: string | undefined;
  readonly correlation_id: string;
  /** Why the call failed without a mistake of its caller. */
  readonly failure?: Failure | undefined;
  /** What happened instead of a valid response from Stripe. */
  readonly upstream?: string | undefined;
  /** The parts of its query that the caller asked to be logged, without values. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** The unexpected error with its stack trace. */
  readonly error?: string | undefined;
}

/** The log record of a problem that did not make a call fail. */
export interface ProblemRecord {
  readonly surface: string;
  readonly failure: Failure;
  readonly problem: string;
}

/** A line of the log: its level, its time (ISO 8601), and a record. */
export type LogLine = { readonly level: 'info' | 'error'; readonly timestamp: string } & (
  | CallRecord
  | ProblemRecord
);

/** Cached, because every call reads these settings and reading the environment is slow. */
const readLogSettings = readerOf({ LOG_LEVEL: settings.LOG_LEVEL, LOG_FORMAT: settings.LOG_FORMAT });

/** Logs a call if the log level includes it. The record is only created in that case. */
export function logCall(hasFailed: boolean, record: () => CallRecord): void {
  const { LOG_LEVEL } = readLogSettings();
  if (LOG_LEVEL === 'info' || (LOG_LEVEL === 'error' && hasFailed)) {
    write({ level: hasFailed ? 'error' : 'info', timestamp: new Date().toISOString(), ...record() });
  }
}

/** Logs a problem that did not make a call fail. */
export function logProblem(record: ProblemRecord): void {
  if (readLogSettings().LOG_LEVEL !== 'silent') {
    write({ level: 'error', timestamp: new Date().toISOString(), ...record });
  }
}

const IS_LAMBDA = process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;

function write(line: LogLine): void {
  if (IS_LAMBDA) {
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const format = readLogSettings().LOG_FORMAT ?? (process.stdout.isTTY ? 'text' : 'json');
  console.log(format === 'text' ? readable(line) : JSON.stringify(line));
}

/** Matches characters that move a terminal's cursor, hide text, change its direction, or end a line. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Escapes a text from a caller or from upstream, so that it fits on one line. */
function printable(text: string): string {
  return text.replaceAll(
    UNPRINTABLE,
    (character) => `\\u{${character.codePointAt(0)!.toString(16).padStart(4, '0')}}`,
  );
}

/** Formats a stack trace on separate lines, which cannot be mistaken for the line of another call. */
function indented(stack: string): string {
  return stack
    .split('\n')
    .map((line) => `\n  ${printable(line)}`)
    .join('');
}

/** Formats a line for people, in colour on a terminal unless NO_COLOR is set. */
export function readable(line: LogLine): string {
  const time = styleText('dim', line.timestamp.slice(11, 19));
  if ('problem' in line) {
    return `${time} ${styleText('red', line.failure)} ${printable(line.problem)}`;
  }
  const { status, failure, code, type, param, stripe_requests: requests } = line;
  const colour = failure !== undefined || status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
  const parts = [
    time,
    styleText(colour, `${status}`),
    printable(line.endpoint),
    `${line.duration_ms} ms`,
    requests === undefined ? '' : styleText('dim', `Stripe ${line.stripe_ms} ms in ${requests}`),
    failure === undefined ? '' : styleText('red', failure),
    status < 400 ? '' : printable([code ?? type, line.decline_code, param].filter(Boolean).join(' ')),
    printable(line.upstream ?? ''),
    styleText('dim', printable(line.stripe_request_id ?? line.correlation_id)),
    line.query === undefined ? '' : printable(JSON.stringify(line.query)),
  ];
  const text = parts.filter((part) => part !== '').join('  ');
  return line.error === undefined ? text : text + indented(line.error);
}
