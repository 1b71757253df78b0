/** What can go wrong with a call. Each error knows its status; only a surface decides how it is told. */

/** What kind of thing is wrong with an argument. */
export type ProblemCode =
  | 'parameter_missing'
  | 'parameter_unknown'
  | 'parameter_invalid'
  /** A text that should be JSON and is not. */
  | 'parameter_unreadable';

/** One thing that is wrong with one argument, in the caller's words. */
export interface ArgumentProblem {
  /** The argument as the caller spells it, e.g. `card` or `source[number]`. */
  readonly name: string;
  readonly code: ProblemCode;
  /** Names the argument, what was wrong with it and what would be right. */
  readonly message: string;
}

/** How many problems one reply describes, and how long it says what is wrong with one, in characters. */
export const MOST_PROBLEMS = 50;
const LONGEST_MESSAGE = 1_000;

/** The arguments of a call do not fit; lists what is wrong, up to {@link MOST_PROBLEMS} problems at once. */
export class ArgumentError extends Error {
  readonly status: number;
  readonly problems: readonly ArgumentProblem[];
  /** Says how many more there are; left out where all are listed. */
  readonly others: string | undefined;

  /** @param more how many problems there are besides */
  constructor(problems: readonly ArgumentProblem[], status = 400, more = 0) {
    const listed = problems.slice(0, MOST_PROBLEMS).map(shortened);
    const unlisted = problems.length - listed.length + more;
    const others =
      unlisted > 0
        ? `${unlisted} more ${unlisted === 1 ? 'problem is' : 'problems are'} not listed.`
        : undefined;
    super([...listed.map(({ message }) => message), others].filter((text) => text !== undefined).join(' '));
    this.status = status;
    this.problems = listed;
    this.others = others;
  }
}

function shortened(problem: ArgumentProblem): ArgumentProblem {
  const { message } = problem;
  return message.length > LONGEST_MESSAGE
    ? { ...problem, message: `${message.slice(0, LONGEST_MESSAGE)}…`.toWellFormed() }
    : problem;
}

/** The HTTP request itself cannot be taken: malformed, too large, of the wrong method or type. */
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** @param cause what lies behind it; logged, never shown */
  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    cause?: unknown,
  ) {
    super(message, { cause });
    this.status = status;
    this.headers = headers;
  }
}

/** The body of Stripe's `error` object, as far as it concerns a caller. */
export interface StripeErrorBody {
  type: string;
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
}

/** Stripe answered, and refused. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly error: StripeErrorBody;
  /** The operation's parameter that is meant: Stripe calls the last one in a path `id`, whatever its name. */
  readonly parameter: string | undefined;
  readonly requestId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as Stripe wrote it; absent where it was not Stripe that refused. */
  readonly text: string | undefined;
  /** Whether the same call may well succeed when it is repeated. */
  readonly retryable: boolean;
  /** The key under which a repeated call is safe; `undefined` where a repetition is safe by itself. */
  readonly idempotencyKey: string | undefined;

  constructor(
    status: number,
    error: StripeErrorBody,
    about: {
      parameter?: string | undefined;
      requestId?: string | undefined;
      headers?: Readonly<Record<string, string>>;
      text?: string | undefined;
      retryable?: boolean;
      idempotencyKey?: string | undefined;
    } = {},
  ) {
    super(error.message);
    this.status = status;
    this.error = error;
    this.parameter = about.parameter ?? error.param;
    this.requestId = about.requestId;
    this.headers = about.headers ?? {};
    this.text = about.text;
    this.retryable = about.retryable ?? false;
    this.idempotencyKey = about.idempotencyKey;
  }
}

/** Stripe gave no answer that could be read: 502 when it cannot be reached, 504 when it is too slow. */
export class StripeUnreachable extends Error {
  readonly status: 502 | 504;
  readonly retryable = true;
  /** The key under which a repeated call is safe; `undefined` where a repetition is safe by itself. */
  readonly idempotencyKey: string | undefined;

  constructor(status: 502 | 504, idempotencyKey: string | undefined, cause: unknown) {
    const what = status === 504 ? 'Stripe did not answer in time.' : 'Stripe could not be reached.';
    const advice =
      idempotencyKey === undefined
        ? 'It is safe to repeat the call.'
        : `The call may have been carried out. It is safe to repeat it with the header Idempotency-Key: ${idempotencyKey}`;
    super(`${what} ${advice}`, { cause });
    this.status = status;
    this.idempotencyKey = idempotencyKey;
  }
}
