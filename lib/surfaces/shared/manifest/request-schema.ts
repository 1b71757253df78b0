/**
 * Generates JSON Schemas (2020-12) of parameters for OpenAPI, in the main format that callers should send, with
 * descriptions.
 */
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { type JsonSchema, schemaOfParameter } from './json-schema.ts';

/**
 * Returns the schema of a parameter with its example. Strings for numbers and booleans are also accepted, but only
 * mentioned once: with several types, generated clients would have two variants of each parameter.
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
  // Parameters that are only validated by code have no schema: file contents, states.
  const typed =
    Object.keys(main).length === 0 ? { type: type === 'string or object' ? 'string' : type } : main;
  return unsettable === true && type !== 'string' ? orNull(typed) : typed;
}

/** Allows `null` in JSON, because an empty value unsets the parameter. */
function orNull(schema: JsonSchema): JsonSchema {
  return 'type' in schema
    ? { ...schema, type: [schema['type'], 'null'] }
    : { anyOf: [...(schema['anyOf'] as JsonSchema[]), { type: 'null' }] };
}

/** Adds the descriptions of fields and list items. */
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
