/** JSON Schema (2020-12) of parameters as callers should send them, for OpenAPI: their main form, with what is said of it. */
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { type JsonSchema, schemaOfParameter } from './json-schema.ts';

/**
 * The schema of a parameter, with its example. Numbers and booleans may come as text as well, which is said once for all: a
 * choice of types would make each of them two in generated clients.
 */
export function requestSchema(parameter: Parameter): JsonSchema {
  return { ...mainForm(parameter), examples: [parameter.example] };
}

function mainForm(parameter: Parameter): JsonSchema {
  const { unsettable, type, fields = {}, item } = parameter;
  const { anyOf = [], ...rest } = schemaOfParameter(parameter) as { anyOf?: JsonSchema[] };
  const choices = anyOf
    .filter((choice) => choice['const'] !== '' && !('pattern' in choice))
    .map((choice) => described(choice, fields, item));
  const known = choices.filter((choice) => Object.keys(choice).length > 0);
  const main = {
    ...described(rest, fields, item),
    ...(known.length === 1 ? known[0] : known.length > 1 && { anyOf: known }),
  };
  // What is checked by code alone has no schema: contents of files, states.
  const typed =
    Object.keys(main).length === 0 ? { type: type === 'string or object' ? 'string' : type } : main;
  return unsettable === true && type !== 'string' ? orNull(typed) : typed;
}

/** An empty value unsets the parameter, and `null` is what JSON has for that. */
function orNull(schema: JsonSchema): JsonSchema {
  return 'type' in schema
    ? { ...schema, type: [schema['type'], 'null'] }
    : { anyOf: [...(schema['anyOf'] as JsonSchema[]), { type: 'null' }] };
}

/** Adds what is said of fields and of values of lists. */
function described(schema: JsonSchema, fields: Parameters, item: Parameter | undefined): JsonSchema {
  const {
    properties,
    required = [],
    items,
    ...rest
  } = schema as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
    items?: JsonSchema;
  };
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => [name, fieldSchema(field, fields[name])]),
      ),
    }),
    ...(required.length > 0 && { required }),
    ...(items && { items: item === undefined ? items : mainForm(item) }),
  };
}

function fieldSchema(field: JsonSchema, parameter: Parameter | undefined): JsonSchema {
  return parameter === undefined ? field : { ...mainForm(parameter), description: parameter.description };
}
