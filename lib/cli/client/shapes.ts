/** What the values have in common that were seen in one place of many replies. */
import { isObject } from '#lib/http/json-object.ts';

/** All that was seen in one place. */
export interface Shape {
  /** `null`, `string`, `number` and `boolean`, as far as they were seen. */
  readonly scalars: Set<string>;
  /** The kinds of objects that say theirs in `object`. */
  readonly kinds: Set<string>;
  /** The kinds of objects that say it, and their id, and nothing else. */
  readonly stubs: Set<string>;
  /** What lists of Stripe's hold. */
  listed: Shape | undefined;
  /** What arrays hold. */
  items: Shape | undefined;
  /** The fields of objects that say no kind. */
  fields: Fields | undefined;
  /** What objects hold whose keys somebody chose. */
  values: Shape | undefined;
}

/** The fields of objects. */
export interface Fields {
  /** How many objects were seen. */
  objects: number;
  readonly shapes: Map<string, { seen: number; readonly shape: Shape }>;
}

/** Every kind of object that was seen, by what it says in `object`; `deleted` is what a deletion leaves. */
export type Kinds = Map<string, Fields>;

/** The fields whose keys somebody chose, wherever they are. */
const FREE = ['metadata', 'attributes', 'supported_bank_account_currencies'];

/** The fields of events that hold an object of any kind, or any of its fields. */
const ANYTHING: Readonly<Record<string, readonly string[]>> = { event: ['data'] };

/** The fields of a kind that {@link kindsIn} leaves alone. */
export function holdsAnything(kind: string, field: string): boolean {
  return ANYTHING[kind]?.includes(field) ?? false;
}

/** Looks through replies, and gives every kind of object in them. */
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
