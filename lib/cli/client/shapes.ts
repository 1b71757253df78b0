/** Summarizes the values that occur in the same place of many responses. */
import { isObject } from '#lib/http/json-object.ts';

/** All values that occurred in one place. */
export interface Shape {
  /** The scalar types that occurred: `null`, `string`, `number` and `boolean`. */
  readonly scalars: Set<string>;
  /** The kinds of the objects, from their field `object`. */
  readonly kinds: Set<string>;
  /** The kinds of objects that only had the fields `object` and `id`. */
  readonly stubs: Set<string>;
  /** The items of Stripe's lists. */
  listed: Shape | undefined;
  /** The items of arrays. */
  items: Shape | undefined;
  /** The fields of objects without a kind. */
  fields: Fields | undefined;
  /** The values of dictionaries with arbitrary keys. */
  values: Shape | undefined;
}

/** The fields of objects. */
export interface Fields {
  /** How many objects occurred. */
  objects: number;
  readonly shapes: Map<string, { seen: number; readonly shape: Shape }>;
}

/** The fields of every kind that occurred, by its value of `object`; `deleted` stands for deleted objects. */
export type Kinds = Map<string, Fields>;

/** The fields that contain dictionaries with arbitrary keys. */
const FREE = ['metadata', 'attributes', 'supported_bank_account_currencies'];

/** The fields of events that contain an object of any kind, or some of its fields. */
const ANYTHING: Readonly<Record<string, readonly string[]>> = { event: ['data'] };

/** Checks whether {@link kindsIn} ignores a field of a kind. */
export function holdsAnything(kind: string, field: string): boolean {
  return ANYTHING[kind]?.includes(field) ?? false;
}

/** Finds every kind of object in some responses. */
export function kindsIn(replies: readonly Readonly<Record<string, unknown>>[]): Kinds {
  const kinds: Kinds = new Map();
  for (const reply of replies) {
    see(emptyShape(), reply, kinds);
  }
  return kinds;
}

function emptyShape(): Shape {
  return {
    scalars: new Set(),
    kinds: new Set(),
    stubs: new Set(),
    listed: undefined,
    items: undefined,
    fields: undefined,
    values: undefined,
  };
}

function see(shape: Shape, value: unknown, kinds: Kinds): void {
  if (Array.isArray(value)) {
    shape.items = seeAll(shape.items, value, kinds);
  } else if (!isObject(value)) {
    shape.scalars.add(value === null ? 'null' : typeof value);
  } else if (value['object'] === 'list') {
    shape.listed = seeAll(shape.listed, value['data'] as unknown[], kinds);
  } else if (Object.keys(value).join() === 'id,object') {
    shape.stubs.add(value['object'] as string);
  } else if (value['deleted'] === true || typeof value['object'] === 'string') {
    const kind = value['deleted'] === true ? 'deleted' : (value['object'] as string);
    shape.kinds.add(kind);
    kinds.set(kind, seeFields(kinds.get(kind), value, kinds, kind));
  } else {
    shape.fields = seeFields(shape.fields, value, kinds);
  }
}

function seeAll(shape: Shape | undefined, values: readonly unknown[], kinds: Kinds): Shape {
  const all = shape ?? emptyShape();
  for (const value of values) {
    see(all, value, kinds);
  }
  return all;
}

function seeFields(known: Fields | undefined, object: object, kinds: Kinds, kind = ''): Fields {
  const fields = known ?? { objects: 0, shapes: new Map() };
  fields.objects += 1;
  for (const [name, value] of Object.entries(object)) {
    const field = fields.shapes.get(name) ?? { seen: 0, shape: emptyShape() };
    fields.shapes.set(name, field);
    field.seen += 1;
    if (FREE.includes(name) && isObject(value)) {
      field.shape.values = seeAll(field.shape.values, Object.values(value), kinds);
    } else if (!holdsAnything(kind, name)) {
      see(field.shape, value, kinds);
    }
  }
  return fields;
}
