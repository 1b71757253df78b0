/** Validates values against their parameters and reports every problem. */
import * as v from 'valibot';
import type { Parameter } from './parameters.ts';

/** One problem with a value. */
export interface Problem {
  /** The path to the problem inside the value, outermost name first; empty for the value itself. */
  readonly path: readonly string[];
  readonly code: 'parameter_missing' | 'parameter_unknown' | 'parameter_invalid';
  /** A description of a valid value, e.g. "a positive integer". */
  readonly expected: string;
  /** The invalid value. */
  readonly given: unknown;
}

/** Validates a value. Returns the value to send to Stripe, or all problems. */
export function check<T>(
  parameter: Parameter<T>,
  value: unknown,
): { value: T; problems?: undefined } | { value?: undefined; problems: Problem[] } {
  const result = v.safeParse(parameter.schema(), value, { abortPipeEarly: true });
  return result.success
    ? { value: result.output }
    : { problems: result.issues.flatMap((issue) => problemsOf(issue)) };
}

/** For unions, reports the problems of the branch that got deepest into the value. */
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
