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
