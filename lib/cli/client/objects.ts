/** Generates the types of Stripe's objects from recorded responses. */
import { type Fields, holdsAnything, type Kinds, type Shape } from './shapes.ts';

/** The kinds of objects that `expand` puts in the place of an ID, by kind and field. */
export type Expandable = ReadonlyMap<string, Readonly<Record<string, string | readonly string[]>>>;

/** Type names that cannot be derived from Stripe's names. */
const NAMES: Readonly<Record<string, string>> = { invoiceitem: 'InvoiceItem' };

/** Returns the name of a kind's type: `balance_transaction` becomes `BalanceTransaction`. */
export function typeName(kind: string): string {
  return NAMES[kind] ?? `_${kind}`.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Declares an interface for each kind, and their union. */
export function declareObjects(kinds: Kinds, expandable: Expandable): string {
  const names = [...kinds.keys()].sort();
  const interfaces = names.map((kind) => {
    const fields = fieldsOf(kinds.get(kind)!, '  ', { kind, kinds, expandable });
    return `/** ${kind === 'deleted' ? 'A deleted object.' : `Stripe’s object \`${kind}\`.`} */\nexport interface ${typeName(kind)} {\n${fields}}\n`;
  });
  const union = names.filter((kind) => kind !== 'deleted').map((kind) => `\n  | ${typeName(kind)}`);
  return [
    ...interfaces,
    `/** Any object of Stripe’s; \`object\` tells which. */\nexport type StripeObject =${union.join('')};\n`,
  ].join('\n');
}

/** The position of a field. */
interface Place {
  /** The kind that the fields directly belong to. */
  readonly kind?: string;
  readonly kinds: Kinds;
  readonly expandable: Expandable;
}

function fieldsOf({ objects, shapes }: Fields, indent: string, place: Place): string {
  return [...shapes]
    .map(([name, { seen, shape }]) => {
      const type = typeOfField(name, shape, indent, place);
      return `${indent}${name}${seen < objects ? '?' : ''}: ${type};\n`;
    })
    .join('');
}

function typeOfField(name: string, shape: Shape, indent: string, { kind, ...place }: Place): string {
  if (name === 'object' && kind !== undefined && kind !== 'deleted') {
    return `'${kind}'`;
  }
  if (name === 'deleted') {
    return 'true';
  }
  if (kind !== undefined && holdsAnything(kind, name)) {
    return '{ object: StripeObject; previous_attributes?: { [field: string]: unknown } }';
  }
  const expanded = [(kind !== undefined && place.expandable.get(kind)?.[name]) || []].flat();
  const known = expanded.filter((one) => place.kinds.has(one));
  return typeOf(shape, indent, place, known.length > 0 ? ['string', ...known.map(typeName)] : []);
}

function typeOf(shape: Shape, indent: string, place: Place, more: readonly string[] = []): string {
  const { scalars, kinds, stubs, listed, items, fields, values } = shape;
  const inner = `${indent}  `;
  const types = [
    ...[...scalars].filter((type) => type !== 'null'),
    ...more,
    ...[...kinds].sort().map(typeName),
    ...[...stubs].sort().map((kind) => `{ id: string; object: '${kind}' }`),
    ...(listed === undefined ? [] : [`List<${typeOf(listed, indent, place)}>`]),
    ...(items === undefined ? [] : [arrayOf(typeOf(items, indent, place))]),
    ...(fields === undefined ? [] : [objectOf(fields, indent, inner, place)]),
    ...(values === undefined ? [] : [`{ [key: string]: ${typeOfValues(values, indent, place)} }`]),
  ];
  // A value that was never recorded can be anything; null would mean that it is always null.
  return types.length === 0
    ? 'unknown'
    : [...new Set(types), ...(scalars.has('null') ? ['null'] : [])].join(' | ');
}

function typeOfValues(values: Shape, indent: string, place: Place): string {
  const type = typeOf(values, indent, place);
  return type === 'unknown' ? 'string' : type;
}

function objectOf(fields: Fields, indent: string, inner: string, place: Place): string {
  return fields.shapes.size === 0
    ? '{ [field: string]: unknown }'
    : `{\n${fieldsOf(fields, inner, place)}${indent}}`;
}

function arrayOf(type: string): string {
  return /[|{]/.test(type) ? `Array<${type}>` : `${type}[]`;
}
