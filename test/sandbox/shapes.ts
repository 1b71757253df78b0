/**
 * What is known of the shapes of 2016-07-06: recorded replies, and Stripe's own description of a year later. Both are
 * files that this project does not hold; the environment says where they are.
 */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Loose } from './helpers.ts';

/** Why an object may differ from what is recorded or described, by its kind and field. */
export type Exceptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The files, where the environment names them. */
export const FILES = {
  recorded: process.env['STRIPE_BLOCK_EXAMPLES'],
  described: process.env['STRIPE_OPENAPI_SPEC'],
};

/** What is recorded of one kind of object. */
interface Shape {
  /** The fields, in their order; the same kind was seen with more and with fewer of them. */
  readonly variants: string[][];
  /** By field, the types of its values; null says nothing. */
  readonly types: Map<string, Set<string>>;
  /** Forms of ids: the prefix, and how many characters follow. */
  readonly ids: Set<string>;
}

/** Every object within a reply that says its kind, the reply itself included. */
export function objectsIn(value: unknown): Loose[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own = typeof (value as Loose).object === 'string' ? [value as Loose] : [];
  return [...own, ...Object.values(value).flatMap(objectsIn)];
}

/** Reads recorded replies. */
export function readRecorded(file: string): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const object of objectsIn(JSON.parse(readFileSync(file, 'utf8')))) {
    const shape: Shape = shapes.get(object.object) ?? { variants: [], types: new Map(), ids: new Set() };
    shapes.set(object.object, shape);
    shape.variants.push(Object.keys(object));
    shape.ids.add(formOf(object.id));
    for (const [field, value] of Object.entries(object).filter(([, one]) => one !== null)) {
      shape.types.set(field, (shape.types.get(field) ?? new Set()).add(typeOf(value)));
    }
  }
  return shapes;
}

/** What distinguishes an object from the recorded ones of its kind, in words; nothing where it does not differ. */
export function unlikeRecorded(object: Loose, shape: Shape, excepted: Exceptions): string[] {
  const kind = object.object as string;
  const isExcepted = (field: string) => excepted[kind]?.[field] !== undefined;
  const fields = Object.keys(object).filter((field) => !isExcepted(field));
  const isVariant = shape.variants.some(
    (variant) => variant.filter((field) => !isExcepted(field)).join() === fields.join(),
  );
  const otherTypes = fields.filter((field) => {
    const types = shape.types.get(field);
    const isExpanded = typeof object[field]?.object === 'string' && types?.has('string');
    return object[field] !== null && types !== undefined && !isExpanded && !types.has(typeOf(object[field]));
  });
  return [
    ...(isVariant ? [] : [`${kind} has the fields ${fields.join()}`]),
    ...otherTypes.map((field) => `${kind}.${field} is of type ${typeOf(object[field])}`),
    ...(isExcepted('id') || shape.ids.has(formOf(object.id)) ? [] : [`${kind}.id is ${object.id}`]),
  ];
}

/** Makes the checks of Stripe's description by kind; fields that were not there in 2016 are not demanded. */
export function readDescribed(
  file: string,
  recorded: ReadonlyMap<string, Shape>,
  excepted: Exceptions,
): { schemas: Record<string, Loose>; validators: Map<string, ValidateFunction> } {
  const { components } = JSON.parse(readFileSync(file, 'utf8')) as Loose;
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const [name, schema] of Object.entries<Loose>(components.schemas)) {
    const fields = new Set(recorded.get(name)?.variants.flat());
    const required = (schema.required ?? []).filter(
      (field: string) => fields.size === 0 || fields.has(field),
    );
    const properties = Object.entries(schema.properties ?? {}).filter(
      ([field]) => excepted[name]?.[field] === undefined,
    );
    ajv.addSchema(
      { $id: name, ...asJsonSchema({ ...schema, required, properties: Object.fromEntries(properties) }) },
      name,
    );
  }
  const validators = Object.keys(components.schemas).map((name) => [name, ajv.getSchema(name)!] as const);
  return { schemas: components.schemas, validators: new Map(validators) };
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own, and has another place for definitions. */
function asJsonSchema(schema: Loose): Loose {
  if (Array.isArray(schema)) {
    return schema.map(asJsonSchema);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const { nullable, $ref, ...rest } = schema;
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, asJsonSchema(value)]),
  );
  const referring = $ref === undefined ? converted : { ...converted, $ref: `${$ref.split('/').at(-1)}#` };
  return nullable ? { anyOf: [referring, { type: 'null' }] } : referring;
}

function formOf(id: unknown): string {
  const [, prefix, rest] = /^([a-z]+)_(\w+)$/.exec(String(id)) ?? [];
  return prefix === undefined ? 'chosen' : `${prefix}_${rest!.length}`;
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
