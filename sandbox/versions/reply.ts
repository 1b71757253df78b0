/** Converts a reply to its older form in one walk. Each object passes only through the changes to its kind. */
import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { GateContext } from '#sandbox/engine/versions.ts';
import type { ObjectChange } from './gate.ts';

/** The changes to objects by their field `object`, in the order in which they are applied. */
export type ObjectChanges = ReadonlyMap<unknown, readonly ObjectChange[]>;

/** Converts every object in a reply, in depth, including those inside events. */
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
  /** `previous_attributes` of an event are a partial object of the same kind. */
  const dataOf = ({ object, previous_attributes: previous, ...rest }: EventData): Json => ({
    object: walk(object),
    ...(previous !== undefined && { previous_attributes: pass(previous, object['object']) }),
    ...rest,
  });
  return pass(reply, reply['object']);
}

/** Dictionaries with free keys: a key `object` in them is not a kind. */
const FREE = ['attributes', 'metadata'];

interface EventData {
  readonly object: Json;
  readonly previous_attributes?: Json;
}
