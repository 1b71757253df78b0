/** Rules between the arguments of a call. */
import type { Reading } from './arguments.ts';
import type { ArgumentProblem } from './errors.ts';

/** A rule between arguments, given the checked values by the caller's names. */
export type Rule = ((values: Readonly<Record<string, unknown>>) => ArgumentProblem | undefined) & {
  /** The arguments it is about; it is applied when nothing is wrong with them. Left out: when nothing is wrong at all. */
  readonly fields?: readonly string[];
  /** Where the rule is that one of some arguments must be given: their names, for manifests to say so. */
  readonly atLeastOneOf?: readonly string[];
};

/** At least one of the named arguments must be given. */
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

/** At most one of the named arguments may be given. */
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
  return Object.assign(rule, { fields: names });
}

/** The problems of arguments that were given and cannot be honoured, whose reasons are in `rejects` by their names. */
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

/** What the rules find wrong. A rule about an argument that does not fit by itself has nothing to add. */
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
