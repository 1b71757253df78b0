/**
 * Accepts Stripe's parameters that an endpoint does not declare. A caller who sends one expects it to reach Stripe,
 * and money may depend on it (`application_fee`), so a surface can accept them instead of ignoring them.
 */
import { DESCRIBED_VERSION, isKnownAt, type Operation, pathParameters } from '#lib/operations/operation.ts';
import { replyParameters } from '#lib/operations/shared.ts';
import type { Parameters } from '#lib/parameters/parameters.ts';
import { type Argument, parameterAt } from './arguments.ts';

/**
 * Returns a surface's spellings of a parameter, the preferred one first. A path of two names is a field of a
 * dictionary.
 */
export type Spelling = (path: readonly string[]) => readonly string[];

/** Names with a meaning of their own in surfaces. */
const RESERVED = ['apiKey', 'args', 'to'];

/**
 * Derives additional arguments of an endpoint from its operation. These are excluded, so that they cannot change what
 * the endpoint does:
 * - parameters in the path, which the endpoint declares itself;
 * - the names in `excluded`, which the endpoint always sets, or which would turn the call into another one;
 * - names of the endpoint's own arguments;
 * - dictionaries of which the endpoint declares fields; their other fields become arguments instead.
 *
 * An additional argument can be another spelling of a declared argument, which then takes precedence. The same applies
 * to Stripe's older names (`card` for `source`).
 */
export function additionalArguments(
  operation: Operation,
  declared: readonly Argument[],
  excluded: readonly string[],
  spelling: Spelling,
): Argument[] {
  const described = { ...operation, parameters: { ...operation.parameters, ...replyParameters(operation) } };
  const inPath = pathParameters(operation.path);
  const targets = [...declared.map(({ to }) => to ?? ''), ...excluded];
  const taken = new Set([...RESERVED, ...declared.map(({ name }) => name)]);
  const found: Argument[] = [];
  for (const path of Object.keys(described.parameters).flatMap((name) => pathsOf(described, name, targets))) {
    const own = path.join('.');
    const to = parameterAt(described, own).otherNameOf ?? own;
    const same = declared.filter((argument) => argument.to === to);
    if (inPath.includes(path[0]!) || excluded.includes(to)) {
      continue;
    }
    const names = spelling(path).filter((name) => !taken.has(name));
    for (const [index, name] of [...new Set(names)].entries()) {
      taken.add(name);
      found.push({
        name,
        parameter: { ...parameterAt(described, to), required: false },
        required: false,
        to,
        alsoTo: [],
        convert: undefined,
        yieldsTo: [...same.map((argument) => argument.name), ...names.slice(0, index)],
        beyondTable: true,
        additional: true,
      });
    }
  }
  return found;
}

/** The paths of a parameter: one name or, for a dictionary whose fields are declared separately, one path per field. */
function pathsOf(
  { parameters }: { parameters: Parameters },
  name: string,
  targets: readonly string[],
): string[][] {
  const parameter = parameters[name]!;
  const isApart = targets.some((target) => target.startsWith(`${parameter.otherNameOf}.`));
  if (!isKnownAt(DESCRIBED_VERSION, parameter) || isApart) {
    return [];
  }
  return targets.some((target) => target.startsWith(`${name}.`))
    ? Object.keys(parameter.fields ?? {}).map((field) => [name, field])
    : [[name]];
}

/** Stripe's own spelling, which some callers use. */
export const asStripe: Spelling = (path) => (path.length === 1 ? path : []);

/** Camel case, and Stripe's spelling if that is a single name. */
export const inCamelCase: Spelling = (path) => [
  path.join('_').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  ...asStripe(path),
];
