/** Generates the methods of each class, with their response types and their routes. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import { hiddenViewOf, type StoredCard, viewOf } from '#lib/surfaces/card/records.ts';
import type { ConnectorAbout } from '#lib/surfaces/connector/connector.ts';
import type { Field, ReplySchema } from '#lib/surfaces/connector/replies.ts';
import { comment } from './arguments.ts';
import { type Method, methodName, ownArguments } from './calls.ts';
import { typeName } from './objects.ts';

/** Returns the methods of the sockets or blocks. */
export function stripeMethods(entries: readonly Entry[], retrievedDeleted: ReadonlySet<string>): Method[] {
  return entries.map((entry) => {
    const { operation, otherOperations } = entry.endpoint;
    const types = kindsOf(operation!, otherOperations).map(typeName);
    const { method, list, ended, returns } = operation!;
    const isDeletion = method === 'DELETE' && ended === undefined;
    const mayBeDeleted = method === 'GET' && !list && retrievedDeleted.has(returns);
    const type = isDeletion ? 'Deleted' : [...types, ...(mayBeDeleted ? ['Deleted'] : [])].join(' | ');
    return {
      entry,
      arguments: ownArguments(entry),
      reply: list ? { page: `List<${type}>`, item: type } : type,
    };
  });
}

/**
 * Returns the kinds that a call can return: that of its operation, and those of the same operation for objects of
 * other owners.
 */
function kindsOf(operation: Operation, others: readonly Operation[]): string[] {
  const form = ({ method, path, list }: Operation) =>
    JSON.stringify([method, list, path.split('/').map((part) => part.startsWith('{'))]);
  const same = others.filter((other) => form(other) === form(operation));
  return [...new Set([operation, ...same].map(({ returns }) => returns))];
}

/** Returns the methods of the card service. */
export function cardMethods(entries: readonly Entry[]): Method[] {
  return entries.map((entry) => {
    const { returns } = entry.endpoint.manifestData as CardManifestData;
    const reply =
      returns === 'page'
        ? { page: 'BillingCardPage', item: 'BillingCard' }
        : returns === 'card'
          ? 'BillingCard'
          : 'undefined';
    return { entry, arguments: ownArguments(entry), reply };
  });
}

const STORED: StoredCard = {
  accountId: 'a1',
  id: '01M81QDDR49W5GCDSZCF1FS8SP',
  name: 'Business',
  number: '4242',
  month: '12',
  year: '2030',
  submitted: '2026-11-22T13:34:01.476Z',
  error: '',
  failures: 0,
  stripeCardId: 'card_1',
  stripeCustomerId: 'cus_1',
  failed: {},
  succeeded: 0,
  version: 1,
};

/** Declares the response types of the card service. */
export function declareCards(): string {
  const shown = viewOf(STORED, undefined);
  const fields = Object.entries(hiddenViewOf(STORED, undefined)).map(
    ([name, value]) => `  ${name}${name in shown ? '' : '?'}: ${typeof value};\n`,
  );
  return `${comment('A card of an account. Its Stripe IDs are only present if `find` is called with `hidden`.')}export interface BillingCard {
${fields.join('')}}

${comment('A page of cards. `next` and `prev` are the cursors of the adjacent pages.')}export interface BillingCardPage {
  data: BillingCard[];
  next?: string;
  prev?: string;
}
`;
}

/** Returns the methods of the connector. */
export function connectorMethods(entries: readonly Entry[]): Method[] {
  return entries.map((entry) => {
    const { returns, triggerHint } = entry.endpoint.manifestData as ConnectorAbout;
    const type = typeName(returns.name);
    return {
      entry,
      arguments: ownArguments(entry),
      reply: triggerHint === undefined ? type : { poll: type },
    };
  });
}

const FIELD_TYPES: Readonly<Record<Field['type'], string>> = {
  string: 'string',
  int32: 'number',
  integer: 'number',
  boolean: 'boolean',
  'date-time': 'string',
  strings: 'string[]',
};

/** Declares the response types of the connector. */
export function declareConnector(entries: readonly Entry[]): string {
  const schemas = new Map(
    entries.map(({ endpoint }) => {
      const { returns } = endpoint.manifestData as ConnectorAbout;
      return [returns.name, returns];
    }),
  );
  return [...schemas.values()]
    .sort(({ name }, other) => (name < other.name ? -1 : 1))
    .map(declareReply)
    .join('\n');
}

function declareReply({ name, noun, fields }: ReplySchema): string {
  return `${comment(`A ${noun}, as the connector returns it.`)}export interface ${typeName(name)} {\n${declareFields(Object.entries(fields), '  ')}}\n`;
}

function declareFields(fields: readonly (readonly [path: string, field: Field])[], indent: string): string {
  const groups = Map.groupBy(fields, ([path]) => path.split('.')[0]!);
  return [...groups]
    .map(([name, group]) => {
      const [[path, field]] = group as [(typeof group)[number]];
      if (path !== name) {
        const inner = group.map(([one, nested]) => [one.slice(name.length + 1), nested] as const);
        return `${indent}${name}: {\n${declareFields(inner, `${indent}  `)}${indent}};\n`;
      }
      const words = field.enum?.map((word) => `'${word}'`);
      return `${comment(field.description, indent)}${indent}${name}: ${words?.join(' | ') ?? FIELD_TYPES[field.type]} | null;\n`;
    })
    .join('');
}

/** Returns code for the routes of calls whose paths follow from their names, for `named`. */
export function routesOf(entries: readonly Entry[]): string {
  const bases = new Set(entries.map(({ path, name }) => path.slice(0, -name.length)));
  const methods = new Set(entries.map(({ method }) => method));
  const [base] = bases;
  const [method] = methods;
  if (bases.size !== 1 || methods.size !== 1 || entries.some(({ name, path }) => path !== base + name)) {
    throw new Error(
      `The paths of ${entries.map(({ file }) => file).join(', ')} do not end with their names.`,
    );
  }
  const names = entries.map(({ name }) => name).join(' ');
  return `named('${base}', '${names}'${method === 'POST' ? '' : `, '${method}'`})`;
}

/** Returns code for the routes of calls whose paths do not follow from their names. */
export function explicitRoutesOf(entries: readonly Entry[]): string {
  const routes = entries.map(({ name, method, path }) => `  ${methodName(name)}: '${method} ${path}',\n`);
  return `{\n${routes.join('')}}`;
}
