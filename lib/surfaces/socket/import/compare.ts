/** Compares a foreign manifest with this service's sockets. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { check } from '#lib/parameters/check.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { argumentsWithKey, type Described } from '#lib/surfaces/shared/manifest/arguments.ts';
import { type JsonSchema, schemaOfParameter } from '#lib/surfaces/shared/manifest/json-schema.ts';
import type { ForeignEndpoint, ForeignParameter } from './foreign.ts';

/**
 * `supported`: everything that the manifest allows is accepted. `differs`: it is accepted, but the meaning differs
 * slightly. `ignored`: the parameter has no effect. `missing`: there is no such endpoint. `rejected`: a call that the
 * manifest allows is rejected.
 */
export type Verdict = 'supported' | 'differs' | 'ignored' | 'missing' | 'rejected';

/** A line of the comparison. */
export interface Finding {
  readonly endpoint: string;
  /** `undefined` if the line concerns the endpoint itself. */
  readonly parameter: string | undefined;
  readonly there: string;
  readonly here: string;
  readonly verdict: Verdict;
  readonly note: string;
}

const BEARER = 'the header Authorization: Bearer works as well';

/**
 * Compares an endpoint of a manifest with the socket of the same name. A socket without an operation counts as
 * missing.
 */
export function compare(foreign: ForeignEndpoint, catalogue: readonly Entry[]): Finding[] {
  const entry = catalogue.find(
    ({ name, endpoint }) => endpoint.surface === 'socket' && name === foreign.name,
  );
  const there = foreign.methods.join(', ');
  const about = { endpoint: foreign.name, parameter: undefined, there };
  if (entry?.endpoint.operation === undefined) {
    const note = entry === undefined ? 'no such endpoint' : `${entry.file} calls no operation yet`;
    return [{ ...about, here: '', verdict: 'missing', note }];
  }
  const { method, endpoint } = entry;
  const others = foreign.methods.filter((name) => name !== method);
  const whole: Finding = {
    ...about,
    here: method,
    verdict: others.length > 0 ? 'rejected' : 'supported',
    note: [
      ...(others.length > 0 ? [`${others.join(', ')} gets status 405`] : []),
      ...(foreign.parameters === undefined ? ['the manifest does not list its parameters'] : []),
    ].join('; '),
  };
  if (foreign.parameters === undefined) {
    return [whole];
  }
  const theirs = new Set(foreign.parameters.map(({ name }) => name));
  const additional = (endpoint.additional ?? []).filter(({ name }) => theirs.has(name));
  const known = [...argumentsWithKey(endpoint), ...additional];
  const names = new Set(known.map(({ name }) => name));
  return [
    whole,
    ...known.flatMap((argument) => compareArgument(foreign, argument)),
    ...foreign.parameters
      .filter(({ name }) => !names.has(name))
      .map((parameter) => ({
        ...finding(foreign, parameter.name, foreignForm(parameter), ''),
        verdict: 'ignored' as const,
        note: 'ignored, and named in the header X-Ignored-Arguments',
      })),
    ...(endpoint.rules ?? []).flatMap(({ atLeastOneOf = [] }) =>
      atLeastOneOf.length === 0 || isGiven(foreign, atLeastOneOf)
        ? []
        : [
            {
              ...finding(foreign, atLeastOneOf.join(', '), 'none required', 'one required'),
              verdict: 'rejected' as const,
              note: 'at least one of them is required',
            },
          ],
    ),
  ];
}

/** Whether the comparison found a call that would fail. */
export function isRejected({ verdict }: Finding): boolean {
  return verdict === 'missing' || verdict === 'rejected';
}

function compareArgument(foreign: ForeignEndpoint, argument: Described): Finding[] {
  const { name, parameter, required } = argument;
  const isKey = name === 'apiKey';
  const theirs = foreign.parameters?.find((other) => other.name === name);
  const here = `${parameter.type}${required ? '*' : ''}`;
  if (theirs === undefined) {
    if (!required) {
      return [];
    }
    const missing = finding(foreign, name, '', here);
    return [
      isKey
        ? { ...missing, verdict: 'differs', note: BEARER }
        : { ...missing, verdict: 'rejected', note: 'required here' },
    ];
  }
  const found = finding(foreign, name, foreignForm(theirs), here);
  if (required && !theirs.required && !isKey) {
    return [{ ...found, verdict: 'rejected', note: 'required here, optional there' }];
  }
  const { verdict, note } = compareForms(theirs, parameter, required);
  return [{ ...found, verdict, note: note === '' && isKey && !theirs.required ? BEARER : note }];
}

function compareForms(
  { types, values, closed }: ForeignParameter,
  parameter: Parameter,
  required: boolean,
): Pick<Finding, 'verdict' | 'note'> {
  const wrong = types.filter((type) => (type === 'null' ? required : !takes(parameter, type)));
  if (wrong.length > 0) {
    return { verdict: 'rejected', note: `${wrong.join(', ')} is not accepted` };
  }
  const refused = values.filter((value) => check(parameter, value).problems !== undefined);
  if (refused.length > 0) {
    const shown = refused.map((value) => JSON.stringify(value)).join(', ');
    return {
      verdict: 'rejected',
      note: `${parameter.secret ? 'a value that it allows' : shown} is not accepted`,
    };
  }
  const words = enumOf(schemaOfParameter(parameter));
  if (words !== undefined && !closed && types.includes('string')) {
    return { verdict: 'rejected', note: `only ${words.join(', ')} are accepted` };
  }
  if (types.length === 0) {
    return closed
      ? { verdict: 'supported', note: '' }
      : { verdict: 'differs', note: 'the manifest does not state its type' };
  }
  const primary = new Set(parameter.type.split(' or '));
  if (types.some((type) => primary.has(type))) {
    return { verdict: 'supported', note: '' };
  }
  if (types.includes('integer') && primary.has('number')) {
    return { verdict: 'supported', note: '' };
  }
  return { verdict: 'differs', note: `accepted if it can be read as ${parameter.type}` };
}

/** Whether values of a type are accepted, possibly after conversion. */
function takes(parameter: Parameter, type: string): boolean {
  const accepted = typesOf(schemaOfParameter(parameter));
  if (type === 'integer' || type === 'number') {
    return accepted.has('integer') || accepted.has('number') || check(parameter, 1).problems === undefined;
  }
  return accepted.has(type) || accepted.size === 0;
}

function typesOf({ type, anyOf }: JsonSchema): Set<unknown> {
  const choices = (anyOf ?? []) as JsonSchema[];
  return new Set([...[type ?? []].flat(), ...choices.flatMap((choice) => [...typesOf(choice)])]);
}

/** The allowed values of a parameter, if they are limited. */
function enumOf(schema: JsonSchema): unknown[] | undefined {
  return schema['enum'] as unknown[] | undefined;
}

/** Whether every call that a manifest allows has at least one of the named arguments. */
function isGiven({ parameters = [], alternatives }: ForeignEndpoint, names: readonly string[]): boolean {
  return (
    parameters.some(({ name, required }) => required && names.includes(name)) ||
    alternatives.some(
      (choice) => choice.length > 0 && choice.every((branch) => branch.some((name) => names.includes(name))),
    )
  );
}

function finding(
  { name }: ForeignEndpoint,
  parameter: string,
  there: string,
  here: string,
): Pick<Finding, 'endpoint' | 'parameter' | 'there' | 'here'> {
  return { endpoint: name, parameter, there, here };
}

function foreignForm({ types, required }: ForeignParameter): string {
  return `${types.length === 0 ? 'any' : types.join(' or ')}${required ? '*' : ''}`;
}
