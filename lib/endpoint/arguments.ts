/** How the words of a caller become the parameters of an operation. */

import { isObject } from '#lib/http/json-object.ts';
import { type Operation, parameterOf } from '#lib/operations/operation.ts';
import { check, type Problem } from '#lib/parameters/check.ts';
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { holdsSecret } from '#lib/parameters/secrets.ts';
import type { ArgumentProblem } from './errors.ts';

/** Where a value goes: a parameter's name, with dots into dictionaries (`source.number`). */
export type Target<P extends Parameters> = (keyof P & string) | `${keyof P & string}.${string}`;

/** What an endpoint says of one of its arguments. */
export interface ArgumentSpec<P extends Parameters> {
  /** The parameter it stands for; left out, the argument is the endpoint's own and is given to its `run`. */
  readonly to?: Target<P>;
  /** Parameters of the endpoint's further calls that carry the value as well, for errors that speak of them. */
  readonly alsoTo?: readonly string[];
  /** The value's form, where it is not that of the parameter it stands for. */
  readonly parameter?: Parameter;
  /** For values that need more than a rename: gives Stripe's parameters for a checked value. */
  readonly convert?: (value: never) => Readonly<Record<string, unknown>>;
  /** The argument that counts where both are given; this one is then ignored, and the reply says so. */
  readonly yieldsTo?: string;
  /** The documentation of the platform that the callers come from does not list it. */
  readonly beyondTable?: boolean;
  readonly description?: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly example?: unknown;
}

/** An endpoint's arguments, by the caller's name for them. A bare name is a rename. */
export type ArgumentMap<P extends Parameters> = Readonly<Record<string, Target<P> | ArgumentSpec<P>>>;

/** An argument of an endpoint, complete. */
export interface Argument {
  readonly name: string;
  readonly parameter: Parameter;
  readonly required: boolean;
  readonly to: string | undefined;
  readonly alsoTo: readonly string[];
  readonly convert: ((value: never) => Readonly<Record<string, unknown>>) | undefined;
  /** The arguments that it yields to. One that has no conversion stands for the same value under another name. */
  readonly yieldsTo: readonly string[];
  readonly beyondTable: boolean;
  /** The endpoint does not declare it: it is one of Stripe's own parameters. */
  readonly additional?: true;
}

/** Completes a map of arguments with what the operation knows of its parameters. */
export function argumentsOf<P extends Parameters>(operation: Operation<P>, map: ArgumentMap<P>): Argument[] {
  return Object.entries(map).map(([name, entry]) => {
    const {
      to,
      alsoTo = [],
      parameter,
      convert,
      yieldsTo,
      beyondTable = false,
      required,
      ...details
    }: ArgumentSpec<P> = typeof entry === 'string' ? { to: entry } : entry;
    const described = parameter ?? parameterAt(operation, to ?? name);
    return {
      name,
      parameter: { ...described, ...details },
      required: required ?? described.required ?? false,
      to,
      alsoTo,
      convert,
      yieldsTo: yieldsTo === undefined ? [] : [yieldsTo],
      beyondTable,
    };
  });
}

/** The parameter that a target names. What a dictionary cannot do without, a call can that has no dictionary. */
export function parameterAt(operation: Operation, target: string): Parameter {
  const [name, ...path] = target.split('.');
  return path.reduce<Parameter>(
    (parameter, field) => {
      const found = parameter.fields?.[field];
      if (found === undefined) {
        throw new Error(`${operation.method} ${operation.path} has no parameter ${target}`);
      }
      return { ...found, required: false };
    },
    parameterOf(operation, name!),
  );
}

/** What was read from a call: Stripe's parameters, the endpoint's own values, and all that was wrong. */
export interface Reading {
  readonly params: Record<string, unknown>;
  /** Checked values by argument name. */
  readonly values: Record<string, unknown>;
  readonly problems: ArgumentProblem[];
  /** The names of arguments that were given and are wrong. */
  readonly wrong: string[];
  /** The names of arguments that the endpoint does not know, or that yielded to another one. */
  readonly unknown: string[];
}

/** How an endpoint words what is wrong with an argument. */
export interface ErrorMessages {
  missing(argument: Argument): ArgumentProblem;
  wrong(argument: Argument, problem: Problem): ArgumentProblem;
}

const DEFAULT_MESSAGES: ErrorMessages = {
  missing: ({ name, parameter }) => missing(name, parameter),
  wrong: problemWith,
};

/**
 * Checks all arguments of a call and gives Stripe's parameters. `null` and the empty string mean "not given", but
 * for parameters that an empty value unsets at Stripe. `always` holds parameters, by target, that no argument sets.
 */
export function readArguments(
  known: readonly Argument[],
  given: Readonly<Record<string, unknown>>,
  always: Readonly<Record<string, unknown>> = {},
  words: ErrorMessages = DEFAULT_MESSAGES,
): Reading {
  const reading: Reading = { params: {}, values: {}, problems: [], wrong: [], unknown: [] };
  for (const [target, value] of Object.entries(always)) {
    assign(reading.params, target, value);
  }
  const byName = new Map(known.map((argument) => [argument.name, argument]));
  const isGiven = (name: string) => isPresent(byName.get(name)!, valueIn(given, name));
  const ignored = new Set<string>();
  const otherwiseGiven = new Set<string>();
  for (const { name, yieldsTo } of known) {
    if (yieldsTo.length > 0 && isGiven(name)) {
      yieldsTo.some(isGiven) ? ignored.add(name) : otherwiseGiven.add(yieldsTo[0]!);
    }
  }
  for (const argument of known) {
    const { name, yieldsTo } = argument;
    const value = valueIn(given, name);
    if (!isPresent(argument, value)) {
      if (argument.required && !otherwiseGiven.has(name)) {
        reading.problems.push(words.missing(argument));
      }
      continue;
    }
    if (ignored.has(name)) {
      continue;
    }
    // Rules speak of the argument that this one stands for.
    const names = [name, ...yieldsTo.slice(0, 1).filter((other) => byName.get(other)!.convert === undefined)];
    const result = check(argument.parameter, value);
    if (result.problems !== undefined) {
      for (const problem of result.problems) {
        reading.problems.push(words.wrong(argument, problem));
      }
      reading.wrong.push(...names);
      continue;
    }
    for (const each of names) {
      reading.values[each] = result.value;
    }
    if (argument.convert !== undefined) {
      Object.assign(reading.params, argument.convert(result.value as never));
    } else if (argument.to !== undefined) {
      assign(reading.params, argument.to, result.value);
    }
  }
  const unknown = Object.keys(given).filter((name) => !byName.has(name) || ignored.has(name));
  return { ...reading, unknown };
}

function valueIn(given: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(given, name) ? given[name] : undefined;
}

/** Whether a value counts as given: an empty one does only where it unsets something at Stripe. */
function isPresent({ parameter }: Argument, value: unknown): boolean {
  return value !== undefined && ((value !== null && value !== '') || parameter.unsettable === true);
}

/** The problem of an argument that had to be given. */
export function missing(name: string, parameter: Parameter): ArgumentProblem {
  return { name, code: 'parameter_missing', message: `${name} is required: ${parameter.description}` };
}

/**
 * The caller's name for a parameter that Stripe speaks of; Stripe's own where the caller has none. Of several arguments
 * that may be meant, it is one that was given.
 */
export function callersName(
  known: readonly Argument[],
  param: string | undefined,
  given: Readonly<Record<string, unknown>> = {},
): string | undefined {
  if (param === undefined) {
    return undefined;
  }
  const path = param.split(/[[\].]+/).filter((part) => part !== '');
  const whole = path.join('.');
  const find = (isMeant: (argument: Argument) => boolean | undefined) => {
    const meant = known.filter(isMeant);
    return (
      meant.find(({ name }) => given[name] !== undefined) ??
      meant.find(({ name, additional }) => name === whole && !additional) ??
      meant[0]
    );
  };
  const match =
    find(({ to, alsoTo }) => to === whole || alsoTo.includes(whole)) ??
    find(({ to }) => to?.includes('.') && to.endsWith(`.${whole}`)) ??
    find(({ to }) => to !== undefined && to === path[0]);
  if (match === undefined) {
    // Of a card that was sent as a dictionary, Stripe names the field alone.
    const holder = find(
      ({ name, parameter }) => isObject(given[name]) && path[0]! in (parameter.fields ?? {}),
    );
    return holder === undefined ? param : holder.name + path.map((part) => `[${part}]`).join('');
  }
  const rest = match.to === path[0] ? path.slice(1) : [];
  return match.name + rest.map((part) => `[${part}]`).join('');
}

function problemWith({ name, parameter }: Argument, problem: Problem): ArgumentProblem {
  const full = name + problem.path.map((part) => `[${shortName(part)}]`).join('');
  const messages = {
    parameter_missing: `${full} is required.`,
    parameter_unknown: `${full} is not a field of ${name}.`,
    parameter_invalid: `${full} must be ${problem.expected}${holdsSecret(parameter, problem.path) ? '' : `; got ${shown(problem.given)}`}.`,
  };
  return { name: full, code: problem.code, message: messages[problem.code] };
}

/** A name that a caller made up, as a message may show it. */
export function shortName(name: string): string {
  return (name.length > 100 ? `${name.slice(0, 100)}…` : name).toWellFormed();
}

/** A value as a message may show it: short, on one line. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  }
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 61)) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function assign(params: Record<string, unknown>, target: string, value: unknown): void {
  const path = target.split('.');
  const last = path.pop()!;
  let node = params;
  for (const part of path) {
    node[part] ??= {};
    node = node[part] as Record<string, unknown>;
  }
  node[last] = value;
}
