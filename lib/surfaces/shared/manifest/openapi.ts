/** Describes endpoints of any surface in OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.0. */
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import type { Described } from './arguments.ts';
import { exampleArguments } from './examples.ts';
import type { JsonSchema } from './json-schema.ts';
import { json } from './openapi-components.ts';
import { requestSchema } from './request-schema.ts';

/** Returns the first sentence of a description, without its full stop. */
export function summaryOf(description: string): string {
  return (/^.*?[.](?=\s|$)/.exec(description)?.[0] ?? description).replace(/\.$/, '');
}

/** Returns an operation ID made of words: `create-card` of the socket becomes `socketCreateCard`. */
export function idOf(...words: readonly string[]): string {
  const parts = words.flatMap((word) => word.split(/[^A-Za-z0-9]+/)).filter((part) => part !== '');
  return parts
    .map((part, index) => (index === 0 ? part[0]!.toLowerCase() : part[0]!.toUpperCase()) + part.slice(1))
    .join('');
}

/** Returns the parts of an operation's description that are the same on all surfaces. */
export function about(endpoint: Endpoint, description = endpoint.description): object {
  const { rules = [], rejects = {}, operation } = endpoint;
  const atLeast = rules.flatMap(({ atLeastOneOf }) => (atLeastOneOf ? [atLeastOneOf] : []));
  const atMost = rules.flatMap(({ atMostOneOf }) => (atMostOneOf ? [atMostOneOf] : []));
  const sentences = [
    description,
    ...atLeast.map((names) => `At least one of ${inWords(names)} is required.`),
    ...atMost.map((names) => `Only one of ${inWords(names)} may be given.`),
    ...Object.entries(rejects).map(([name, why]) => `\`${name}\` is rejected. ${why}`),
    ...(operation?.retired === undefined ? [] : [operation.retired]),
  ];
  return {
    summary: summaryOf(description),
    description: sentences.join(' '),
    ...(operation?.retired !== undefined && { deprecated: true }),
    // An extension, because alternatives next to `properties` make generators ignore `required`.
    ...(atLeast.length > 0 && { 'x-at-least-one-of': atLeast }),
    ...(atMost.length > 0 && { 'x-at-most-one-of': atMost }),
  };
}

function inWords(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' and ');
}

/**
 * Returns the arguments of an endpoint and the additional Stripe parameters that it accepts, each with one spelling.
 */
export function acceptedBy({ arguments: own, additional = [] }: Endpoint): Described[] {
  return [...own, ...additional.filter(({ yieldsTo }) => yieldsTo.length === 0)];
}

/** Returns the schema of the arguments in a body. */
export function argumentsSchema(known: readonly Described[]): JsonSchema {
  const required = known.filter((argument) => argument.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      known.map((argument) => [
        argument.name,
        { ...requestSchema(argument.parameter), description: descriptionOf(argument) },
      ]),
    ),
    ...(required.length > 0 && { required }),
  };
}

/**
 * Returns the description of an argument with its default. The keyword `default` is avoided, because generators then
 * treat the argument as required.
 */
export function descriptionOf({ parameter }: Pick<Described, 'parameter'>): string {
  const { description, default: preset } = parameter;
  return preset === undefined || description.includes('Default:')
    ? description
    : `${description} Default: ${preset}.`;
}

/** Returns an example of a request. */
export function exampleOf(endpoint: Endpoint, known: readonly Described[]): Record<string, unknown> {
  return Object.fromEntries(
    exampleArguments(endpoint, known).map(({ name, parameter }) => [name, parameter.example]),
  );
}

/** Describes the path and query parameters. */
export function parametersIn(
  place: 'path' | 'query',
  known: readonly Described[],
  shown: Readonly<Record<string, unknown>> = {},
): object[] {
  return known.map((argument) => {
    const { name, parameter, required } = argument;
    const schema = requestSchema(parameter);
    const isList = parameter.type === 'array';
    const isDictionary = parameter.fields !== undefined || parameter.type === 'object';
    return {
      name: isList ? `${name}[]` : name,
      in: place,
      required: place === 'path' || required,
      description: descriptionOf(argument),
      ...(isDictionary && { style: 'deepObject', explode: true }),
      schema,
      // The example omits optional arguments; the `examples` in their schemas show their format.
      ...(name in shown && { example: shown[name] }),
    };
  });
}

/**
 * Describes the body of a request: as JSON, the default of most tools, or as a form, whose fields in brackets are
 * dictionaries.
 */
export function bodyOf(
  schema: JsonSchema,
  known: readonly Described[],
  example: unknown,
  form: JsonSchema = schema,
): object {
  const encoding = Object.fromEntries(
    known
      .filter(({ parameter: { fields, type } }) => fields !== undefined || type === 'object')
      .map(({ name }) => [name, { style: 'deepObject', explode: true }] as const),
  );
  return {
    required: known.some(({ required }) => required),
    content: {
      ...json(schema, example),
      'application/x-www-form-urlencoded': {
        schema: form,
        ...(Object.keys(encoding).length > 0 && { encoding }),
      },
    },
  };
}
