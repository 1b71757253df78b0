/** JSON Schemas (draft 7) of parameters, of all arguments of a call, and of recorded responses. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { Rule } from '#lib/endpoint/cross-field-rules.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import type { Described } from './arguments.ts';

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Returns the schema of a parameter's values, including strings that are converted to another type. */
export function schemaOfParameter(parameter: Parameter): JsonSchema {
  const { textForm } = parameter;
  const plain = schemaOfValue(parameter);
  if (textForm === undefined) {
    return plain;
  }
  if (plain['type'] === 'string') {
    return { ...plain, pattern: textForm.source };
  }
  return simplified({ anyOf: [plain, { type: 'string', pattern: textForm.source }] });
}

/** Returns the schema of a parameter's value, without the strings that may represent it. */
export function schemaOfValue({ schema }: Parameter): JsonSchema {
  const made = toJsonSchema(schema() as never, { typeMode: 'output', errorMode: 'ignore' });
  const { $schema, ...plain } = simplified(made as JsonSchema);
  return plain;
}

/** Returns the schema of a call's arguments: their types, which are required, and which are alternatives. */
export function schemaOfArguments(known: readonly Described[], rules: readonly Rule[] = []): JsonSchema {
  const alternatives = rules.flatMap(({ atLeastOneOf }) =>
    atLeastOneOf === undefined ? [] : [{ anyOf: atLeastOneOf.map((name) => ({ required: [name] })) }],
  );
  return {
    type: 'object',
    properties: Object.fromEntries(
      known.map(({ name, parameter }) => [
        name,
        {
          ...schemaOfParameter(parameter),
          description: parameter.description,
          ...(parameter.default !== undefined && { default: parameter.default }),
          examples: [parameter.example],
        },
      ]),
    ),
    required: known.filter(({ required }) => required).map(({ name }) => name),
    ...(alternatives.length === 1 ? alternatives[0] : alternatives.length > 1 && { allOf: alternatives }),
  };
}

/**
 * Returns the schema that matches all values. A field that was always `null` can be anything. Only `id` and `object`
 * are required, if all objects have them, because other fields depend on the account.
 */
export function schemaOfValues(values: readonly unknown[]): JsonSchema {
  const types = new Set(values.map(typeOf));
  if (types.has('number')) {
    types.delete('integer');
  }
  if ([...types].every((type) => type === 'null')) {
    return {};
  }
  const objects = values.filter((value) => typeOf(value) === 'object') as Record<string, unknown>[];
  const items = (values.filter(Array.isArray) as unknown[][]).flat();
  return {
    type: types.size === 1 ? [...types][0] : [...types].sort(),
    ...(objects.length > 0 && fieldsOf(objects)),
    ...(items.length > 0 && { items: schemaOfValues(items) }),
  };
}

function fieldsOf(objects: readonly Record<string, unknown>[]): JsonSchema {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const required = ['id', 'object'].filter((name) => objects.every((object) => object[name] !== undefined));
  return {
    ...(names.length > 0 && {
      properties: Object.fromEntries(
        names.map((name) => [
          name,
          schemaOfValues(objects.filter((object) => name in object).map((object) => object[name])),
        ]),
      ),
    }),
    ...(required.length > 0 && { required }),
  };
}

function typeOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Removes redundant parts: the limits of all numbers, nested alternatives, an empty pattern. */
function simplified(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([, value]) => Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER)
    .map(([name, value]) => [name, name === 'properties' ? eachSimplified(value as JsonSchema) : value]);
  const { anyOf, ...rest } = Object.fromEntries(entries) as { anyOf?: JsonSchema[] };
  if (anyOf === undefined) {
    return rest;
  }
  const choices = anyOf.map(simplified).flatMap((choice) => (choice['anyOf'] as JsonSchema[]) ?? [choice]);
  const anyText = choices.some((choice) => choice['type'] === 'string' && Object.keys(choice).length === 1);
  const left = anyText ? choices.filter(({ const: value }) => value !== '') : choices;
  return left.length === 1 ? { ...rest, ...left[0] } : { ...rest, anyOf: left };
}

function eachSimplified(properties: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, simplified(schema as JsonSchema)]),
  );
}

/** Allows null in all fields of an object, except those that all objects of its kind have. */
export function withNulls(schema: JsonSchema): JsonSchema {
  const { type, properties, items, required = [] } = schema;
  const fields = Object.entries((properties ?? {}) as Record<string, JsonSchema>);
  // The items of a list that was always empty can be anything.
  const held = items ?? ([type].flat().includes('array') ? {} : undefined);
  return {
    ...schema,
    ...(fields.length > 0 && {
      properties: Object.fromEntries(
        fields.map(([name, field]) => [
          name,
          (required as string[]).includes(name) ? field : orNull(withNulls(field)),
        ]),
      ),
    }),
    ...(held !== undefined && { items: withNulls(held as JsonSchema) }),
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  return type === undefined ? schema : { ...schema, type: [...new Set([type, 'null'].flat())] };
}
