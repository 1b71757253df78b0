/** The form encoding of Stripe's API, with nested names in brackets: `card[number]=4242&expand[]=customer`. */

/** A value in a decoded form: text, a list or a dictionary. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };

/** The form is malformed: invalid percent-encoding, contradictory names, or too many or too deeply nested fields. */
export class FormError extends Error {}

const LIMITS = { depth: 10, pairs: 10_000 };

/** Encodes parameters for Stripe's API. Lists are numbered, `undefined` is omitted, `null` is empty. */
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
 * Decodes a form or a query string by the rules of Rack, which Stripe's API follows: `a[b]=1` becomes `{a: {b: '1'}}`,
 * `a[]=1` becomes `{a: ['1']}`. In a list of dictionaries, a field that the last dictionary already has starts the
 * next one: `a[][b]=1&a[][c]=2&a[][b]=3` becomes `{a: [{b: '1', c: '2'}, {b: '3'}]}`. If a name occurs twice, the last
 * value counts.
 *
 * Some clients number the items of a list. `a[0]=1&a[1]=2` becomes a list; with gaps in the numbers, it becomes a
 * dictionary. Only the type of the parameter tells whether numbers are positions or keys (see {@link isNumbered}).
 * @throws {FormError} naming what is malformed
 */
export function decodeForm(form: string): Record<string, FormValue> {
  const root = new Group();
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
    throw new FormError('The form has an invalid percent-encoding.');
  }
}

function segments(name: string): string[] {
  const opening = name.indexOf('[');
  if (opening <= 0) {
    return [name];
  }
  const tail = name.slice(opening);
  if (!/^(\[[^[\]]*\])+$/.test(tail)) {
    throw new FormError(`The field name ${shortened(name)} has unbalanced brackets.`);
  }
  const path = [name.slice(0, opening), ...tail.slice(1, -1).split('][')];
  if (path.length > LIMITS.depth) {
    throw new FormError(`A field name is nested more than ${LIMITS.depth} levels deep.`);
  }
  return path;
}

/** A position in a list. A longer number is an ordinary key. */
export const POSITION = /^(0|[1-9]\d{0,8})$/;

/** A dictionary or list under construction. It uses a Map, so that no name can reach a prototype. */
class Group {
  readonly entries = new Map<string, Node>();
  /** Whether an entry has no name (`a[]`). */
  isList = false;
  /** Whether an entry has a name that is not a position. */
  hasNames = false;
  /** The position of the next entry without a name. */
  #next = 0;

  /** The last entry of a list. */
  get last(): Node | undefined {
    return this.isList ? this.entries.get(String(this.#next - 1)) : undefined;
  }

  /** Adds or replaces an entry; an empty key appends. */
  put(key: string, node: Node): void {
    this.isList ||= key === '';
    this.hasNames ||= key !== '' && !POSITION.test(key);
    const place = key === '' ? String(this.#next) : key;
    if (POSITION.test(place)) {
      this.#next = Math.max(this.#next, Number(place) + 1);
    }
    this.entries.set(place, node);
  }
}

type Node = string | Group;

function insert(root: Group, path: readonly string[], value: string, name: string): void {
  let group = root;
  path.forEach((key, index) => {
    const field = path.slice(index + 1);
    const present = key === '' ? continued(group.last, field) : group.entries.get(key);
    const isLeaf = field.length === 0;
    if (present !== undefined && present instanceof Group === isLeaf) {
      throw new FormError(`The field ${shortened(name)} is both a value and a group.`);
    }
    const next = isLeaf ? value : (present ?? new Group());
    if (next !== present) {
      group.put(key, next);
    }
    if (group.isList && group.hasNames) {
      throw new FormError(`The field ${shortened(name)} is used both as a list and with names.`);
    }
    if (next instanceof Group) {
      group = next;
    }
  });
}

/** The last entry of a list, if the field belongs to it: a group that does not have the field yet. */
function continued(last: Node | undefined, field: readonly string[]): Group | undefined {
  return last instanceof Group && field.length > 0 && !has(last, field) ? last : undefined;
}

/** Whether a group already has a field. A nested list always accepts more. */
function has(group: Group, field: readonly string[]): boolean {
  if (field.includes('')) {
    return false;
  }
  let node: Node | undefined = group;
  for (const key of field) {
    node = node instanceof Group ? node.entries.get(key) : undefined;
  }
  return node !== undefined;
}

function shortened(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}

const numberedLists = new WeakSet<object>();

/** Whether a list was numbered in the form, so that it may also be a dictionary with numeric keys. */
export function isNumbered(value: unknown): boolean {
  return typeof value === 'object' && value !== null && numberedLists.has(value);
}

/** Converts to a list if entries were appended, or numbered 0, 1, 2 … without gaps. */
function settle(node: Node): FormValue {
  if (typeof node === 'string') {
    return node;
  }
  const { entries, isList, hasNames } = node;
  if (hasNames) {
    return dictionary(node);
  }
  const numbered = [...entries].sort(([one], [other]) => Number(one) - Number(other));
  if (!isList && numbered.some(([key], index) => key !== String(index))) {
    return dictionary(node);
  }
  const list = numbered.map(([, item]) => settle(item));
  if (!isList) {
    numberedLists.add(list);
  }
  return list;
}

function dictionary({ entries }: Group): Record<string, FormValue> {
  const result: Record<string, FormValue> = Object.create(null);
  for (const [key, item] of entries) {
    result[key] = settle(item);
  }
  return result;
}
