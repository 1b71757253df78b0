/** The form encoding that Stripe's API speaks: nested names in brackets, `card[number]=4242&expand[]=customer`. */

/** A decoded form: text, and dictionaries and lists of it. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };

/** A form that cannot be read: broken percent encoding, contradictory names, nesting or size beyond the limits. */
export class FormError extends Error {}

const LIMITS = { depth: 10, pairs: 10_000 };

/** Encodes parameters as Stripe's API takes them; lists are numbered, `undefined` is left out, `null` is empty. */
export function encodeForm(values: Readonly<Record<string, unknown>>): string {
  const pairs: string[] = [];
  const add = (name: string, value: unknown): void => {
    if (value === undefined) {
      return;
    }
    if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        add(`${name}[${encodeURIComponent(key)}]`, item);
      }
      return;
    }
    pairs.push(`${name}=${encodeURIComponent(value === null ? '' : String(value))}`);
  };
  for (const [name, value] of Object.entries(values)) {
    add(encodeURIComponent(name), value);
  }
  return pairs.join('&');
}

/**
 * Decodes a form or a query string. `a[b]=1` gives `{a: {b: '1'}}`; `a[]=1` and `a[0]=1` give `{a: ['1']}`.
 * @throws {FormError} naming what cannot be read
 */
export function decodeForm(form: string): Record<string, FormValue> {
  const root: Group = new Map();
  const pairs = form.split('&').filter((pair) => pair !== '');
  if (pairs.length > LIMITS.pairs) {
    throw new FormError(`The form has more than ${LIMITS.pairs} fields.`);
  }
  for (const pair of pairs) {
    const middle = pair.indexOf('=');
    const name = percentDecode(middle < 0 ? pair : pair.slice(0, middle));
    insert(root, segments(name), middle < 0 ? '' : percentDecode(pair.slice(middle + 1)), name);
  }
  return dictionary(root);
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new FormError('The form holds a broken percent encoding.');
  }
}

function segments(name: string): string[] {
  const opening = name.indexOf('[');
  if (opening <= 0) {
    return [name];
  }
  const tail = name.slice(opening);
  if (!/^(\[[^[\]]*\])+$/.test(tail)) {
    throw new FormError(`The field name ${JSON.stringify(name.slice(0, 100))} has unbalanced brackets.`);
  }
  const path = [name.slice(0, opening), ...tail.slice(1, -1).split('][')];
  if (path.length > LIMITS.depth) {
    throw new FormError(`A field name is nested more than ${LIMITS.depth} levels deep.`);
  }
  return path;
}

/** What is collected; a map knows its size, and no name in it can reach a prototype. */
type Group = Map<string, string | Group>;

function insert(root: Group, path: string[], value: string, name: string): void {
  const contradiction = () =>
    new FormError(`The field ${JSON.stringify(name.slice(0, 100))} is both a value and a group.`);
  let group = root;
  path.forEach((segment, index) => {
    const key = segment === '' ? String(group.size) : segment;
    const present = group.get(key);
    if (index === path.length - 1) {
      if (present instanceof Map) {
        throw contradiction();
      }
      group.set(key, value);
      return;
    }
    const next = present ?? new Map();
    if (typeof next === 'string') {
      throw contradiction();
    }
    group.set(key, next);
    group = next;
  });
}

/** Groups whose keys are 0, 1, 2 … are lists. */
function settle(value: string | Group): FormValue {
  if (typeof value === 'string') {
    return value;
  }
  const indexes = Array.from({ length: value.size }, (_, index) => String(index));
  return value.size > 0 && indexes.every((index) => value.has(index))
    ? indexes.map((index) => settle(value.get(index)!))
    : dictionary(value);
}

function dictionary(group: Group): Record<string, FormValue> {
  const result: Record<string, FormValue> = Object.create(null);
  for (const [key, item] of group) {
    result[key] = settle(item);
  }
  return result;
}
