/** Compares replies field for field with recorded ones. */
import { isObject } from '#lib/http/json-object.ts';

/** What is somebody's choice, says what there is, or is whatever happened to change. */
const FREE = /\.(metadata|attributes|supported_bank_account_currencies)$|^event\.data\.object$/;

/**
 * Says which fields one reply has and the other lacks, and which are of another type, by their places: `charge.outcome`
 * where they lie in an object that says its kind, however deep that lies. Null is of every type. Of lists, the first
 * items are compared.
 */
export function differences(actual: unknown, recorded: unknown, place: string): string[] {
  if (actual === null || recorded === null) {
    return [];
  }
  if (Array.isArray(actual) && Array.isArray(recorded)) {
    return actual.length === 0 || recorded.length === 0
      ? []
      : differences(actual[0], recorded[0], `${place}[]`);
  }
  if (!isObject(actual) || !isObject(recorded)) {
    return typeOf(actual) === typeOf(recorded)
      ? []
      : [`${place} is ${typeOf(actual)}, not ${typeOf(recorded)}`];
  }
  const here = typeof recorded['object'] === 'string' ? recorded['object'] : place;
  if (typeof recorded['object'] === 'string' && actual['object'] !== recorded['object']) {
    return [`${place} is ${actual['object']}, not ${recorded['object']}`];
  }
  const names = new Set([...Object.keys(recorded), ...Object.keys(actual)]);
  return [...names].flatMap((name) => {
    const at = `${here}.${name}`;
    if (!(name in actual) || !(name in recorded)) {
      return [`${at} is ${name in actual ? 'new' : 'not there'}`];
    }
    return FREE.test(at) ? [] : differences(actual[name], recorded[name], at);
  });
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
