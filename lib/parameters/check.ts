/** Checks values by their parameters, and finds all that is wrong with them. */
import * as v from 'valibot';
import type { Parameter } from './parameters.ts';

/** One thing that is wrong with a value. */
export interface Problem {
  /** Where in the value, outermost first; empty for the value itself. */
  readonly path: readonly string[];
  readonly code: 'parameter_missing' | 'parameter_unknown' | 'parameter_invalid';
  /** What would be right, e.g. "a positive integer". */
  readonly expected: string;
  /** What was given. */
  readonly given: unknown;
}

/** Checks a value: gives what Stripe takes, or everything that is wrong with it. */
export function check<T>(
  parameter: Parameter<T>,
  value: unknown,
): { value: T; problems?: undefined } | { value?: undefined; problems: Problem[] } {
  const result = v.safeParse(parameter.schema(), value, { abortPipeEarly: true });
  return result.success
    ? { value: result.output }
    : { problems: result.issues.flatMap((issue) => problemsOf(issue)) };
}

/** A union fails as a whole; where one of its forms came further into the value than the others, that form is meant. */
function problemsOf(issue: v.BaseIssue<unknown>): Problem[] {
  const path = issue.path?.map((item) => String((item as { key: unknown }).key)) ?? [];
  if (issue.type === 'union' && issue.issues !== undefined) {
    const inner = issue.issues.flatMap((nested) => problemsOf(nested));
    const deeper = inner.filter((problem) => problem.path.length > 0);
    const meant =
      deeper.length > 0
        ? deeper
        : [
            {
              ...inner[0]!,
              path: [],
              expected: [...new Set(inner.map((problem) => problem.expected))].join(', or '),
            },
          ];
    return meant.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
  }
  const unknownKey = issue.type === 'strict_object' && issue.expected === 'never';
  const missingKey = issue.type === 'strict_object' && issue.received === 'undefined' && !unknownKey;
  if (missingKey) {
    return [{ path, code: 'parameter_missing', expected: 'a value', given: undefined }];
  }
  if (unknownKey) {
    return [{ path, code: 'parameter_unknown', expected: 'nothing', given: undefined }];
  }
  return [{ path, code: 'parameter_invalid', expected: issue.message, given: issue.input }];
}
