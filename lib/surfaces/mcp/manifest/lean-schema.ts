/**
 * JSON Schema in the subset that the clients of all models support: one type each, without `anyOf`, `$ref`, `const`
 * or patterns. It tells a model what to send; the parameters themselves validate the arguments.
 */
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { schemaOfParameter } from '#lib/surfaces/shared/manifest/json-schema.ts';

/** A schema in this subset. */
export interface LeanSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: LeanSchema;
  readonly properties?: Readonly<Record<string, LeanSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | LeanSchema;
}

/** Returns the schema of a parameter. */
export function leanSchema(parameter: Parameter): LeanSchema {
  const { type, fields, item, format } = parameter;
  const described = { description: parameter.description };
  // A time or a range of times: a range can express both.
  if (type === 'string or object' && format === 'unix-time' && fields !== undefined) {
    const { eq: _, ...range } = fields;
    const bounds = Object.fromEntries(Object.keys(range).map((name) => [name, { type: 'integer' as const }]));
    return {
      type: 'object',
      description: `${parameter.description} A range of times in Unix seconds.`,
      properties: bounds,
    };
  }
  switch (type) {
    case 'array':
      return { type, ...described, items: item === undefined ? { type: 'string' } : itemOf(item) };
    case 'object':
      return fields === undefined
        ? { type, ...described, additionalProperties: { type: 'string' } }
        : { type, ...described, ...fieldsOf(fields) };
    case 'integer':
    case 'number': {
      const { minimum, maximum } = schemaOfParameter(parameter) as { minimum?: number; maximum?: number };
      return {
        type,
        ...described,
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
      };
    }
    case 'boolean':
      return { type, ...described };
    default: {
      const words = wordsOf(parameter);
      return { type: 'string', ...described, ...(words !== undefined && { enum: words }) };
    }
  }
}

/** Returns the schema of an item, without a description, because the list has one. */
function itemOf(item: Parameter): LeanSchema {
  const { description: _, ...schema } = leanSchema(item);
  return schema;
}

function fieldsOf(fields: Parameters): Pick<LeanSchema, 'properties' | 'required'> {
  const required = Object.keys(fields).filter((name) => fields[name]!.required);
  return {
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, leanSchema(field)])),
    ...(required.length > 0 && { required }),
  };
}

/** Returns the allowed values of a string, if they are limited. */
function wordsOf(parameter: Parameter): readonly string[] | undefined {
  if (parameter.format !== undefined) {
    return undefined;
  }
  const { enum: words } = schemaOfParameter(parameter) as { enum?: readonly string[] };
  return words;
}
