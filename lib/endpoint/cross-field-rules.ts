/** Rules between the arguments of a call. */
import type { Reading } from './arguments.ts';
import type { ArgumentProblem } from './errors.ts';

/** A rule between arguments. It gets the valid values by the caller's names and returns a problem, if any. */
export type Rule = ((values: Readonly<Record<string, unknown>>) => ArgumentProblem | undefined) & {
  /** The arguments it concerns. It only runs if they are valid. If missing, it only runs if all arguments are valid. */
  readonly fields?: readonly string[];
  /** For a rule that requires at least one of several arguments: their names, for manifests. */
  readonly atLeastOneOf?: readonly string[];
  /** Where the rule is that only one of some arguments may be given: their names. */
  readonly atMostOneOf?: readonly string[];
};

/** Requires at least one of the named arguments. */
export function atLeastOneOf(...names: string[]): Rule {
  const rule = (values: Readonly<Record<string, unknown>>): ArgumentProblem | undefined =>
    names.some((name) => values[name] !== undefined)
      ? undefined
      : {
          name: names[0]!,
          code: 'parameter_missing',
          message: `Pass at least one of ${names.join(' or ')}.`,
        };
  return Object.assign(rule, { fields: names, atLeastOneOf: names });
}

/** Allows at most one of the named arguments. */
export function atMostOneOf(...names: string[]): Rule {
  const rule = (values: Readonly<Record<string, unknown>>): ArgumentProblem | undefined => {
    const given = names.filter((name) => values[name] !== undefined);
    return given.length < 2
      ? undefined
      : {
          name: given[1]!,
          code: 'parameters_exclusive',
          message: `${given.join(' and ')} are mutually exclusive; pass only one.`,
        };
  };
  return Object.assign(rule, { fields: names, atMostOneOf: names });
}

/** The problems of arguments that are not supported. `rejects` gives the reason for each name. */
export function rejected(
  rejects: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>>,
): ArgumentProblem[] {
  return Object.entries(rejects)
    .filter(([name]) => Object.hasOwn(given, name) && ![undefined, null, ''].includes(given[name] as null))
    .map(([name, why]) => ({
      name,
      code: 'parameter_invalid',
      message: `${name} is not supported. ${why}`,
    }));
}

/** The problems that the rules find. Rules about arguments that are invalid themselves are skipped. */
export function brokenRules(
  rules: readonly Rule[],
  { values, problems, wrong: found }: Reading,
): ArgumentProblem[] {
  if (rules.length === 0) {
    return [];
  }
  const wrong = new Set([...found, ...problems.map(({ name }) => name.replace(/\[.*/, ''))]);
  return rules
    .filter(({ fields }) =>
      fields === undefined ? wrong.size === 0 : !fields.some((name) => wrong.has(name)),
    )
    .map((rule) => rule(values))
    .filter((problem) => problem !== undefined);
}
