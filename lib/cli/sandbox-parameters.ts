/** What the sandbox makes of every parameter of every operation, in a table that can be read. */
import type { Operation } from '#lib/operations/operation.ts';
import { include, paging } from '#lib/operations/shared.ts';
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { loadApi } from '#sandbox/server/load.ts';
import { BOUNDS, KEPT, rejectedBy, WITHOUT_EFFECT } from '#sandbox/server/parameters.ts';

/** Makes `sandbox/PARAMETERS.md`. */
export async function documents(): Promise<Document[]> {
  const { implementations } = await loadApi();
  const operations = [...implementations.keys()]
    .filter(({ version }) => version === undefined)
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'));
  const dictionaries = new Map<string, string>();
  const sections = operations.map((operation) => sectionOf(operation, dictionaries));
  const text = `<!-- ${GENERATED} -->

# What the sandbox makes of parameters

The operations of Stripe's API up to 2016-07-06. Later ones, such as those of PaymentIntents, are compared with the types
of the \`stripe\` package instead.

Every operation takes \`expand[]\` as well. Ids have at most 255 characters, none of them a control
character; metadata has keys of at most 40 characters and values of at most 500, as Stripe documents. Lists of which
Stripe states no length hold at most 1000 values, which is a limit of this project. Empty values in a list of
dictionaries count as left out.

- honoured: the operation does what it says
- kept: stored with the object and shown, and nothing else
- no effect: taken, as by Stripe, and nothing comes of it; the reason follows
- rejected: Stripe’s description of 2017-08-15 has it, and the sandbox refuses it by its name; the reason follows

## Every list

${HEAD}
${rowsOf({ ...paging, include }, '', dictionaries).join('\n')}

${sections.join('\n')}
# Dictionaries

What dictionaries in the tables above hold, by the names of the parameters that hold them.

${[...dictionaries].map(([rows, title]) => `## ${title}\n\n${HEAD}\n${rows}\n`).join('\n')}`;
  return [{ file: 'sandbox/PARAMETERS.md', text }];
}

/** What all lists have is said once. */
const PAGING = new Set<Parameter>(Object.values(paging));

const HEAD = '| parameter | type | limits | effect |\n| --- | --- | --- | --- |';

function nameOf({ method, path }: Operation): string {
  return `${path} ${method}`;
}

function sectionOf(operation: Operation, dictionaries: Map<string, string>): string {
  const key = `${operation.method} ${operation.path}`;
  const rejected = Object.entries(rejectedBy(operation)).map(
    ([name, reason]) => `| \`${name}\` | | | rejected: ${reason} |`,
  );
  const own = Object.entries(operation.parameters).filter(([, parameter]) => !PAGING.has(parameter));
  const rows = [...rowsOf(Object.fromEntries(own), key, dictionaries), ...rejected];
  const title = `## ${key}${operation.list ? ' (list)' : ''}`;
  return rows.length === 0 ? `${title}\n\nNo others.\n` : `${title}\n\n${HEAD}\n${rows.join('\n')}\n`;
}

function rowsOf(parameters: Parameters, key: string, dictionaries: Map<string, string>): string[] {
  return Object.entries(parameters).map(([name, parameter]) => {
    const fields = parameter.fields ?? parameter.item?.fields;
    if (fields !== undefined) {
      const rows = rowsOf(fields, '', dictionaries).join('\n');
      const title = dictionaries.get(rows);
      const names = new Set([...(title?.split(', ') ?? []), `\`${name}\``]);
      dictionaries.set(rows, [...names].join(', '));
    }
    const cells = [
      `\`${name}\`${parameter.required === true ? ' (required)' : ''}`,
      typeOf(parameter),
      boundsOf(name, parameter),
      [treatmentOf(key, name, parameter), ...versionsOf(parameter)].join(', '),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function typeOf({ type, item, format }: Parameter): string {
  return format ?? (item === undefined ? type : `list of ${typeOf(item)}`);
}

/** @throws {Error} when it is not said where the bounds come from */
function boundsOf(name: string, { bounds, item }: Parameter): string {
  const own = bounds ?? item?.bounds;
  if (own === undefined) {
    return '';
  }
  const source = BOUNDS[`${name}: ${own}`];
  if (source === undefined) {
    throw new Error(
      `sandbox/server/parameters.ts does not say where these bounds come from: ${name}: ${own}`,
    );
  }
  return `${own.replaceAll('|', '\\|')} (${source})`;
}

function treatmentOf(key: string, name: string, { otherNameOf }: Parameter): string {
  if (otherNameOf !== undefined) {
    return `as \`${otherNameOf}\``;
  }
  const reason = WITHOUT_EFFECT[`${key} ${name}`] ?? (key === '' ? undefined : WITHOUT_EFFECT[name]);
  if (reason !== undefined) {
    return `no effect: ${reason}`;
  }
  return KEPT.includes(name) ? 'kept' : 'honoured';
}

function versionsOf({ since, until }: Parameter): string[] {
  return [
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ];
}
