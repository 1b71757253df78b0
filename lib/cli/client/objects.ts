/** The types of Stripe's objects, made of replies that were recorded. */
import { type Fields, holdsAnything, type Kinds, type Shape } from './shapes.ts';

/** By kind and field: the kinds of what `expand` puts in the place of an id. */
export type Expandable = ReadonlyMap<string, Readonly<Record<string, string | readonly string[]>>>;

/** Names that do not follow from those of Stripe's. */
const NAMES: Readonly<Record<string, string>> = { invoiceitem: 'InvoiceItem' };

/** What the type of a kind is called: `balance_transaction` is `BalanceTransaction`. */
export function typeName(kind: string): string {
  return NAMES[kind] ?? `_${kind}`.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Declares an interface for each kind, and the union of them. */
export function declareObjects(kinds: Kinds, expandable: Expandable): string {
  const names = [...kinds.keys()].sort();
  const interfaces = names.map((kind) => {
    const fields = fieldsOf(kinds.get(kind)!, '  ', { kind, kinds, expandable });
    return `/** ${kind === 'deleted' ? 'What a deletion leaves of an object.' : `Stripe’s object \`${kind}\`.`} */\nexport interface ${typeName(kind)} {\n${fields}}\n`;
  });
  const union = names.filter((kind) => kind !== 'deleted').map((kind) => `\n  | ${typeName(kind)}`);
  return [
    ...interfaces,
    `/** Any object of Stripe’s; \`object\` tells which. */\nexport type StripeObject =${union.join('')};\n`,
  ].join('\n');
}

/** Where a field is, and what is known besides. */
interface Place {
  /** The kind whose own fields these are. */
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
  // Of what was never seen nothing is known; null would say that it never comes.
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
