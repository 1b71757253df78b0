/** Generates the calls of a surface as methods of a class. */
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { inCallersWords } from '#lib/surfaces/shared/manifest/arguments.ts';
import { alternativesIn, comment, typeOfArguments } from './arguments.ts';

/** A method of a class. */
export interface Method {
  readonly entry: Entry;
  /** The arguments that callers may send, each under one name. */
  readonly arguments: readonly Argument[];
  /** The result of the promise: a type, or the types of a page and its items. */
  readonly reply: string | { readonly page: string; readonly item: string } | { readonly poll: string };
}

/** A class without its methods. */
export interface ClassAbout {
  readonly name: string;
  readonly description: string;
  /** The type of the constructor's options. */
  readonly options: string;
  /** The type of the options of a call. */
  readonly callOptions: string;
  /** Code that declares the types that the methods use. */
  readonly declarations?: string;
}

/**
 * Returns the name of a method: both `create-charge` and `CreateCharge` become `createCharge`, as in
 * `client/src/client.js`.
 */
export function methodName(name: string): string {
  return name.replace(/^[A-Z]|-\w/g, (letter) =>
    letter.length === 2 ? letter[1]!.toUpperCase() : letter.toLowerCase(),
  );
}

/** Returns the arguments of an endpoint, each under its main name. */
export function ownArguments({ endpoint }: Entry): Argument[] {
  const all = [...endpoint.arguments, ...(endpoint.additional ?? [])];
  return all.filter(({ additional, yieldsTo }) => !additional || yieldsTo.length === 0);
}

/**
 * Declares a class and the types of its methods' arguments.
 * @param objects the names of the types of Stripe's objects
 */
export function declareClass(
  about: ClassAbout,
  methods: readonly Method[],
  objects: readonly string[],
): string {
  const { name, description, options, declarations = '' } = about;
  const code = [
    ...[declarations, ...methods.map(declareArguments)].filter((text) => text !== ''),
    `${comment(description)}export declare class ${name} {
  constructor(options: ${options});

${methods.map((method) => declareMethod(method, about)).join('\n')}}
`,
  ].join('\n');
  const types = [
    'AtLeastOne',
    'CallOptions',
    'CardOptions',
    'ClientOptions',
    'List',
    'Listing',
    'Polling',
    'TokenOptions',
  ];
  return `${importing(objects, './objects.js', code)}${importing(types, '../src/types.js', code)}\n${code}`;
}

/** Imports the types that the code uses. */
function importing(names: readonly string[], from: string, code: string): string {
  const used = names.filter((name) =>
    new RegExp(`[<( |:]${name}\\b(?![?:])`).test(code.replace(/\/\*\*.*?\*\//g, '')),
  );
  return used.length === 0
    ? ''
    : `import type {\n${used
        .sort()
        .map((name) => `  ${name},\n`)
        .join('')}} from '${from}';\n`;
}

function argumentsName({ entry }: Method): string {
  const name = methodName(entry.name);
  return `${name[0]!.toUpperCase()}${name.slice(1)}Arguments`;
}

function declareArguments(method: Method): string {
  const { entry, arguments: known } = method;
  if (known.length === 0) {
    return '';
  }
  const { rules, arguments: all } = entry.endpoint;
  const fields = typeOfArguments(known, all);
  const [alternatives, ...more] = alternativesIn(rules);
  if (more.length > 0) {
    throw new Error(`${entry.file} wants at least one of several sets of arguments.`);
  }
  const name = argumentsName(method);
  const told = comment(`The arguments of \`${methodName(entry.name)}\`.`);
  return alternatives === undefined
    ? `${told}export interface ${name} ${fields}\n`
    : `${told}export type ${name} = AtLeastOne<\n${fields.replace(/^(?=.)/gm, '  ')},\n  ${alternatives.map((one) => `'${one}'`).join(' | ')}\n>;\n`;
}

function declareMethod(method: Method, { callOptions }: ClassAbout): string {
  const { entry, reply, arguments: known } = method;
  const { description, operation, rules, arguments: all } = entry.endpoint;
  const isNeeded = known.some(({ required }) => required) || alternativesIn(rules).length > 0;
  const promise =
    typeof reply === 'string'
      ? `Promise<${reply}>`
      : 'poll' in reply
        ? `Polling<${reply.poll}>`
        : `Listing<${reply.page}, ${reply.item}>`;
  const retired = operation?.retired === undefined ? '' : ` Retired: ${operation.retired}`;
  const parameters = [
    known.length === 0
      ? 'args?: Record<string, never>'
      : `args${isNeeded ? '' : '?'}: ${argumentsName(method)}`,
    `options?: ${callOptions}`,
  ];
  return `${comment(inCallersWords(all, description) + retired, '  ')}  ${methodName(entry.name)}(${parameters.join(', ')}): ${promise};\n`;
}
