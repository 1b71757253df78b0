/** Makes a reply what it was before: one walk, on which each object passes the changes to its kind, and no others. */
import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { GateContext } from '#sandbox/engine/versions.ts';
import type { ObjectChange } from './gate.ts';

/** What becomes of objects, by what they say in `object`; in the order in which it happens to them. */
export type ObjectChanges = ReadonlyMap<unknown, readonly ObjectChange[]>;

/** A reply with every object in it changed, in depth, those within events included. */
export function changeObjects(reply: Json, changes: ObjectChanges, sight: GateContext): Json {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(walk);
    }
    return isObject(value) ? pass(value, value['object']) : value;
  };
  const pass = (object: Json, kind: unknown): Json => {
    let result = object;
    for (const change of changes.get(kind) ?? []) {
      result = change(result, sight);
    }
    result = { ...result };
    for (const field in result) {
      const value = result[field];
      if (!FREE.includes(field)) {
        result[field] = kind === 'event' && field === 'data' ? dataOf(value as EventData) : walk(value);
      }
    }
    return result;
  };
  /** What an event says of fields as they were before is a part of an object of the same kind. */
  const dataOf = ({ object, previous_attributes: previous, ...rest }: EventData): Json => ({
    object: walk(object),
    ...(previous !== undefined && { previous_attributes: pass(previous, object['object']) }),
    ...rest,
  });
  return pass(reply, reply['object']);
}

/** Dictionaries that callers fill as they like; what they call `object` there is none. */
const FREE = ['attributes', 'metadata'];

interface EventData {
  readonly object: Json;
  readonly previous_attributes?: Json;
}
