/** Words for changing the objects of replies, which loop plainly as they run most often, and parameters of requests. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { ObjectChange } from './gate.ts';

/** The object with other names for some of its fields, in their places. */
export function renameFields(object: Json, names: Readonly<Record<string, string>>): Json {
  const result: Json = {};
  for (const field in object) {
    result[names[field] ?? field] = object[field];
  }
  return result;
}

/** The object without some of its fields. */
export function omit(object: Json, ...fields: readonly string[]): Json {
  const result: Json = {};
  for (const field in object) {
    if (!fields.includes(field)) {
      result[field] = object[field];
    }
  }
  return result;
}

/** The object with one field, where it has it, made anew from its value. */
export function mapField(object: Json, field: string, make: (value: unknown) => unknown): Json {
  return field in object ? { ...object, [field]: make(object[field]) } : object;
}

/** The object with a field, where it has it, in place of which others stand. */
export function replaceField(object: Json, field: string, make: (value: unknown) => Json): Json {
  const result: Json = {};
  for (const name in object) {
    if (name === field) {
      Object.assign(result, make(object[name]));
    } else {
      result[name] = object[name];
    }
  }
  return result;
}

/** A part of an object that an event says was so before has no kind. */
export function isWhole(object: Json): boolean {
  return object['object'] !== undefined;
}

/** The changes that leave out fields, by kind. */
export function omitFields(
  fields: Readonly<Record<string, readonly string[]>>,
): Record<string, ObjectChange> {
  return Object.fromEntries(
    Object.entries(fields).map(([kind, names]) => [kind, (object: Json) => omit(object, ...names)]),
  );
}

/** The changes of both; what both change goes through the first one first. */
export function composeChanges(
  first: Readonly<Record<string, ObjectChange>>,
  second: Readonly<Record<string, ObjectChange>>,
): Record<string, ObjectChange> {
  const both = Object.entries(first).map(([kind, change]): [string, ObjectChange] => {
    const next = second[kind];
    return [kind, next === undefined ? change : (object, sight) => next(change(object, sight), sight)];
  });
  return { ...second, ...Object.fromEntries(both) };
}

/** Parameters with other names for some of them: callers may name theirs as they like, and their order means nothing. */
export function moved(parameters: Json, names: Readonly<Record<string, string>>): Json {
  return Object.entries(names).reduce((current, [before, since]) => {
    const { [before]: value, ...others } = current;
    return value === undefined ? current : { ...others, [since]: value };
  }, parameters);
}

/** Whether a call is of an operation, by its method and path: `POST /v1/charges`. */
export function isOf(operation: Operation | undefined, ...calls: readonly string[]): boolean {
  return operation !== undefined && calls.includes(`${operation.method} ${operation.path}`);
}
