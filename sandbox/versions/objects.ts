/**
 * Helpers that convert objects of replies and parameters of requests. They use plain loops because they run most
 * often.
 */
import type { Operation } from '#lib/operations/operation.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { ObjectChange } from './gate.ts';

/** Renames fields of an object without changing their order. */
export function renameFields(object: Json, names: Readonly<Record<string, string>>): Json {
  const result: Json = {};
  for (const field in object) {
    result[names[field] ?? field] = object[field];
  }
  return result;
}

/** Returns the object without some of its fields. */
export function omit(object: Json, ...fields: readonly string[]): Json {
  const result: Json = {};
  for (const field in object) {
    if (!fields.includes(field)) {
      result[field] = object[field];
    }
  }
  return result;
}

/** Replaces the value of one field, if the object has it. */
export function mapField(object: Json, field: string, make: (value: unknown) => unknown): Json {
  return field in object ? { ...object, [field]: make(object[field]) } : object;
}

/** Replaces one field, if the object has it, by other fields. */
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

/** Whether this is a whole object: `previous_attributes` of an event have no kind. */
export function isWhole(object: Json): boolean {
  return object['object'] !== undefined;
}

/** Makes the changes that omit fields, by kind. */
export function omitFields(
  fields: Readonly<Record<string, readonly string[]>>,
): Record<string, ObjectChange> {
  return Object.fromEntries(
    Object.entries(fields).map(([kind, names]) => [kind, (object: Json) => omit(object, ...names)]),
  );
}

/** Combines two sets of changes. A kind that both change goes through the first one first. */
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

/** Renames parameters. Callers may use any names, and their order has no meaning. */
export function moved(parameters: Json, names: Readonly<Record<string, string>>): Json {
  return Object.entries(names).reduce((current, [before, since]) => {
    const { [before]: value, ...others } = current;
    return value === undefined ? current : { ...others, [since]: value };
  }, parameters);
}

/** Whether an operation is one of these calls, given by method and path: `POST /v1/charges`. */
export function isOf(operation: Operation | undefined, ...calls: readonly string[]): boolean {
  return operation !== undefined && calls.includes(`${operation.method} ${operation.path}`);
}
