/**
 * One line for each call. On AWS Lambda a line is one JSON object, written to standard output as it is: `console.log`
 * would put a time and an id before it there. On a terminal, lines are for reading.
 */
import { styleText } from 'node:util';
import { readerOf, settings } from '#lib/config/config.ts';
import type { Failure } from '#lib/http/errors.ts';
import type { Rejection } from './failure.ts';

/** What is told of a call. Arguments, bodies and headers are not: they hold secrets. */
export interface CallRecord extends Rejection {
  readonly surface: string;
  /** The method and the route, without values. */
  readonly endpoint: string;
  /** The status of the outcome, also where the caller is answered 200 with an envelope. */
  readonly status: number;
  /** The status of the reply, where it is another one. */
  readonly reply_status?: number | undefined;
  readonly duration_ms: number;
  /** How long the requests to Stripe took, added up; those that ran at the same time count each. */
  readonly stripe_ms?: number | undefined;
  /** How many requests to Stripe the call made, retries included. */
  readonly stripe_requests?: number | undefined;
  readonly stripe_request_id?: string | undefined;
  readonly correlation_id: string;
  /** Why it failed, where its caller did nothing wrong. */
  readonly failure?: Failure | undefined;
  /** What came instead of an answer of Stripe's. */
  readonly upstream?: string | undefined;
  /** What the caller asked to be logged of its query, without values. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** What was thrown, with its stack. */
  readonly error?: string | undefined;
}

/** What is told of something that went wrong without failing a call. */
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

/** Every call reads these, and the environment is slow to read. */
const readLogSettings = readerOf({ LOG_LEVEL: settings.LOG_LEVEL, LOG_FORMAT: settings.LOG_FORMAT });

/** Logs a call, where the log level asks for it; its record is only made then. */
export function logCall(hasFailed: boolean, record: () => CallRecord): void {
  const { LOG_LEVEL } = readLogSettings();
  if (LOG_LEVEL === 'info' || (LOG_LEVEL === 'error' && hasFailed)) {
    write({ level: hasFailed ? 'error' : 'info', timestamp: new Date().toISOString(), ...record() });
  }
}

/** Logs something that went wrong without failing a call. */
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

/** What moves the cursor of a terminal, hides text, turns its direction, or ends a line. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text in one line, as it may come from a caller or from upstream. */
function printable(text: string): string {
  return text.replaceAll(
    UNPRINTABLE,
    (character) => `\\u{${character.codePointAt(0)!.toString(16).padStart(4, '0')}}`,
  );
}

/** A stack in lines of its own, none of which looks like another call's. */
function indented(stack: string): string {
  return stack
    .split('\n')
    .map((line) => `\n  ${printable(line)}`)
    .join('');
}

/** A line for people: in colour on a terminal, unless NO_COLOR is set. */
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
