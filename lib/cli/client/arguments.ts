/** Generates the types of arguments. */
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Rule } from '#lib/endpoint/cross-field-rules.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { inCallersWords } from '#lib/surfaces/shared/manifest/arguments.ts';
import { type JsonSchema, schemaOfValue } from '#lib/surfaces/shared/manifest/json-schema.ts';

/** Formats a comment. The text cannot end the comment. */
export function comment(text: string, indent = ''): string {
  return `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n`;
}

/**
 * Returns the type of a call's arguments, as the body of an interface.
 * @param known the arguments that callers may send, each under one name
 * @param all all arguments, whose names may occur in descriptions
 */
export function typeOfArguments(known: readonly Argument[], all: readonly Argument[] = known): string {
  const fields = known.map(({ name, parameter, required }) => {
    const { description, default: preset } = parameter;
    const told =
      preset === undefined || description.includes('Default:')
        ? description
        : `${description} Default: ${preset}.`;
    const type = typeOfParameter(parameter, '  ');
    return `${comment(inCallersWords(all, told), '  ')}  ${name}${required ? '' : '?'}: ${type};\n`;
  });
  return `{\n${fields.join('')}}`;
}

/** Returns the groups of arguments of which a rule requires at least one. */
export function alternativesIn(rules: readonly Rule[] = []): (readonly string[])[] {
  return rules.flatMap(({ atLeastOneOf }) => (atLeastOneOf === undefined ? [] : [atLeastOneOf]));
}

/** The type of a file's contents. */
const FILE = 'string | { name?: string; type?: string; data: string }';

function typeOfParameter(parameter: Parameter, indent: string): string {
  const schema = schemaOfValue(parameter);
  const types = typesOf(schema, parameter, indent);
  // An empty string is already a string, and null unsets a parameter in JSON.
  const others = types.includes('string') ? types.filter((type) => type !== "''") : types;
  return [...new Set([...others, ...(parameter.unsettable ? ['null'] : [])])].join(' | ');
}

function typesOf(schema: JsonSchema, parameter: Partial<Parameter>, indent: string): string[] {
  const { anyOf, enum: words, const: word, type, properties, items } = schema;
  if (anyOf !== undefined) {
    const types = (anyOf as JsonSchema[]).flatMap((choice) => typesOf(choice, parameter, indent));
    return [...new Set(types)];
  }
  if (words !== undefined || word !== undefined) {
    return ((words ?? [word]) as unknown[]).map((one) => `'${one}'`);
  }
  switch (type) {
    case 'integer':
    case 'number':
      return ['number'];
    case 'array': {
      const item = typesOf(items as JsonSchema, parameter.item ?? {}, indent).join(' | ');
      return [/[|{]/.test(item) ? `Array<${item}>` : `${item}[]`];
    }
    case 'object':
      return [properties === undefined ? DICTIONARY : typeOfFields(schema, parameter, indent)];
    case undefined:
      return [FILE];
    default:
      return [type as string];
  }
}

/** The type of dictionaries with arbitrary keys, such as metadata. */
const DICTIONARY = '{ [key: string]: string | number | boolean | null }';

function typeOfFields({ properties, required }: JsonSchema, { fields }: Partial<Parameter>, indent: string) {
  const inner = `${indent}  `;
  const lines = Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => {
    const field: Partial<Parameter> = fields?.[name] ?? {};
    const type =
      field.schema === undefined
        ? typesOf(schema, field, inner).join(' | ')
        : typeOfParameter(field as Parameter, inner);
    const isRequired = (required as string[]).includes(name);
    // The type of a field with a single value needs no description.
    const isSaid = field.description === undefined || (schema['enum'] as unknown[] | undefined)?.length === 1;
    const told = isSaid ? '' : comment(field.description!, inner);
    return `${told}${inner}${name}${isRequired ? '' : '?'}: ${type};\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}
