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
  const root: Record<string, unknown> = Object.create(null);
  const pairs = form.split('&').filter((pair) => pair !== '');
  if (pairs.length > LIMITS.pairs) {
    throw new FormError(`The form has more than ${LIMITS.pairs} fields.`);
  }
  for (const pair of pairs) {
    const middle = pair.indexOf('=');
    const name = percentDecode(middle < 0 ? pair : pair.slice(0, middle));
    insert(root, segments(name), middle < 0 ? '' : percentDecode(pair.slice(middle + 1)), name);
  }
  return settle(root) as Record<string, FormValue>;
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

/** Keys are collected on objects without a prototype, so that no name can reach one. */
function insert(root: Record<string, unknown>, path: string[], value: string, name: string): void {
  let node = root;
  path.forEach((segment, index) => {
    const key = segment === '' ? String(Object.keys(node).length) : segment;
    if (index === path.length - 1) {
      if (typeof node[key] === 'object') {
        throw new FormError(`The field ${JSON.stringify(name.slice(0, 100))} is both a value and a group.`);
      }
      node[key] = value;
      return;
    }
    node[key] ??= Object.create(null);
    const next = node[key];
    if (typeof next !== 'object') {
      throw new FormError(`The field ${JSON.stringify(name.slice(0, 100))} is both a value and a group.`);
    }
    node = next as Record<string, unknown>;
  });
}

/** Groups whose keys are 0, 1, 2 … are lists. */
function settle(node: unknown): FormValue {
  if (typeof node === 'string') {
    return node;
  }
  const entries = Object.entries(node as Record<string, unknown>);
  if (entries.length > 0 && entries.every(([key], index) => key === String(index))) {
    return entries.map(([, item]) => settle(item));
  }
  const group: Record<string, FormValue> = Object.create(null);
  for (const [key, item] of entries) {
    group[key] = settle(item);
  }
  return group;
}
