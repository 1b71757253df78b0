/** Invalid arguments, and the message for a bug of ours. Surfaces turn errors into responses. */
import type { OwnErrorCode } from '#lib/http/errors.ts';

/** What kind of thing is wrong with an argument. */
export type ProblemCode = Extract<OwnErrorCode, `parameter${string}`>;

/** One problem with one argument, under the caller's name for it. */
export interface ArgumentProblem {
  /** The argument as the caller spells it, e.g. `card` or `source[number]`. */
  readonly name: string;
  readonly code: ProblemCode;
  /** Names the argument, what was wrong with it and what would be right. */
  readonly message: string;
}

/** The most problems that one response lists. */
export const MOST_PROBLEMS = 50;
/** The longest message about one problem, in characters. */
const LONGEST_MESSAGE = 1_000;

/** The arguments of a call are invalid. Lists up to {@link MOST_PROBLEMS} problems. */
export class ArgumentError extends Error {
  readonly status: number;
  readonly problems: readonly ArgumentProblem[];
  /** Says how many more problems there are; `undefined` if all are listed. */
  readonly others: string | undefined;

  /** @param more the number of problems that are not in `problems` */
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

/** The message for a bug of ours, with what the operator needs to find it in the log. */
export function internalErrorMessage(correlationId: string): string {
  return `Internal error. Search the log for the correlation ID ${correlationId}.`;
}

function shortened(problem: ArgumentProblem): ArgumentProblem {
  const { message } = problem;
  return message.length > LONGEST_MESSAGE
    ? { ...problem, message: `${message.slice(0, LONGEST_MESSAGE)}…`.toWellFormed() }
    : problem;
}
