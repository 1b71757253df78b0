/**
 * Stripe's parameters that an endpoint does not declare. A caller who sends one expects Stripe to get it, and money may
 * depend on it (`application_fee`), so a surface can accept them instead of ignoring them.
 */
import { DESCRIBED_VERSION, isKnownAt, type Operation, pathParameters } from '#lib/operations/operation.ts';
import { replyParameters } from '#lib/operations/shared.ts';
import type { Parameters } from '#lib/parameters/parameters.ts';
import { type Argument, parameterAt } from './arguments.ts';

/** Gives a surface's spellings of a parameter, its own first. A path of two names is a field of a dictionary. */
export type Spelling = (path: readonly string[]) => readonly string[];

/** Names that surfaces read themselves. */
const RESERVED = ['apiKey', 'args', 'to'];

/**
 * Derives the further arguments of an endpoint from its operation. They never compete with what the endpoint does on
 * purpose, so these are left out:
 * - parameters in the path: the endpoint declares what it acts on, and says so when that is missing;
 * - what is excluded, because the endpoint always sets it or because it would make another call of it;
 * - names that an argument of the endpoint has already;
 * - a whole dictionary of which the endpoint declares fields; its other fields are arguments instead.
 *
 * A parameter that the endpoint declares under another name can be given in these spellings as well, and yields to the
 * declared argument where both are given. So can one that Stripe takes under an older name (`card` for `source`).
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

/** A parameter as a path of one name; of a dictionary whose fields are declared one by one, the paths of its fields. */
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

/** Stripe's own spelling, for callers who use it anyway. */
export const asStripe: Spelling = (path) => (path.length === 1 ? path : []);

/** Camel case, and Stripe's own spelling where that is one name. */
export const inCamelCase: Spelling = (path) => [
  path.join('_').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  ...asStripe(path),
];
