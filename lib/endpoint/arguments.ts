/** Converts a caller's arguments to the parameters of an operation. */

import { isObject } from '#lib/http/json-object.ts';
import { type Operation, parameterOf } from '#lib/operations/operation.ts';
import { check, type Problem } from '#lib/parameters/check.ts';
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { holdsSecret } from '#lib/parameters/secrets.ts';
import type { ArgumentProblem } from './errors.ts';

/** The destination of a value: a parameter's name, with dots for fields of dictionaries (`source.number`). */
export type Target<P extends Parameters> = (keyof P & string) | `${keyof P & string}.${string}`;

/** How an endpoint declares one of its arguments. */
export interface ArgumentSpec<P extends Parameters> {
  /** The parameter that it sets. If missing, the argument belongs to the endpoint and is passed to its `run`. */
  readonly to?: Target<P>;
  /** Parameters of the endpoint's other calls that get the same value. Errors about them name this argument. */
  readonly alsoTo?: readonly string[];
  /** The kind of value, if it differs from that of the parameter it sets. */
  readonly parameter?: Parameter;
  /** Converts a valid value to Stripe's parameters, if renaming is not enough. */
  readonly convert?: (value: never) => Readonly<Record<string, unknown>>;
  /** The argument that takes precedence if both are sent. This one is then ignored, and the response says so. */
  readonly yieldsTo?: string;
  /** Whether the documentation of the callers' old platform does not list it. */
  readonly beyondTable?: boolean;
  readonly description?: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly example?: unknown;
}

/** An endpoint's arguments by the caller's names. A string is a rename. */
export type ArgumentMap<P extends Parameters> = Readonly<Record<string, Target<P> | ArgumentSpec<P>>>;

/** An argument of an endpoint, with all details resolved. */
export interface Argument {
  readonly name: string;
  readonly parameter: Parameter;
  readonly required: boolean;
  readonly to: string | undefined;
  readonly alsoTo: readonly string[];
  readonly convert: ((value: never) => Readonly<Record<string, unknown>>) | undefined;
  /** The arguments that take precedence over it. Without `convert`, it is an alias of the first of them. */
  readonly yieldsTo: readonly string[];
  readonly beyondTable: boolean;
  /** The endpoint does not declare it; it is one of Stripe's parameters. */
  readonly additional?: true;
}

/** Resolves an argument map with the operation's parameters. */
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

/**
 * The parameter at a target. A dictionary's required field is optional here, because the call may omit the dictionary.
 */
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

/** The result of reading a call's arguments: Stripe's parameters, the endpoint's own values, and all problems. */
export interface Reading {
  readonly params: Record<string, unknown>;
  /** Valid values by argument name. */
  readonly values: Record<string, unknown>;
  readonly problems: ArgumentProblem[];
  /** The names of arguments with an invalid value. */
  readonly wrong: string[];
  /** The names of arguments that are unknown, or ignored because another one takes precedence. */
  readonly unknown: string[];
}

/** How a surface words problems with arguments. */
export interface ErrorMessages {
  missing(argument: Argument): ArgumentProblem;
  wrong(argument: Argument, problem: Problem): ArgumentProblem;
}

const DEFAULT_MESSAGES: ErrorMessages = {
  missing: ({ name, parameter }) => missing(name, parameter),
  wrong: problemWith,
};

/**
 * Validates the arguments of a call and converts them to Stripe's parameters. `null` and empty strings count as
 * missing, except for parameters that an empty value unsets. `always` contains fixed parameters by target.
 */
export function readArguments(
  known: readonly Argument[],
  given: Readonly<Record<string, unknown>>,
  always: Readonly<Record<string, unknown>> = {},
  messages: ErrorMessages = DEFAULT_MESSAGES,
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
        reading.problems.push(messages.missing(argument));
      }
      continue;
    }
    if (ignored.has(name)) {
      continue;
    }
    // Rules refer to an alias by the argument that it stands for.
    const names = [name, ...yieldsTo.slice(0, 1).filter((other) => byName.get(other)!.convert === undefined)];
    const result = check(argument.parameter, value);
    if (result.problems !== undefined) {
      for (const problem of result.problems) {
        reading.problems.push(messages.wrong(argument, problem));
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

/** Whether an argument was sent. An empty value counts only if it unsets something at Stripe. */
function isPresent({ parameter }: Argument, value: unknown): boolean {
  return value !== undefined && ((value !== null && value !== '') || parameter.unsettable === true);
}

/** The problem of a missing required argument. */
export function missing(name: string, parameter: Parameter): ArgumentProblem {
  return { name, code: 'parameter_missing', message: `${name} is required: ${parameter.description}` };
}

/**
 * The caller's name for a parameter in one of Stripe's errors, or Stripe's name if there is none. If several arguments
 * set the parameter, it is one that was sent.
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
    // If a card was sent as a dictionary, Stripe only names its field.
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

/** Shortens a caller's name for use in a message. */
export function shortName(name: string): string {
  return (name.length > 100 ? `${name.slice(0, 100)}…` : name).toWellFormed();
}

/** Formats a value for a message: short and on one line. */
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
