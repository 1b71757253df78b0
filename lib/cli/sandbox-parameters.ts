/** Documents how the sandbox treats every parameter of every operation. */
import type { Operation } from '#lib/operations/operation.ts';
import { include, paging } from '#lib/operations/shared.ts';
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { loadApi } from '#sandbox/server/load.ts';
import { BOUNDS, KEPT, rejectedBy, WITHOUT_EFFECT } from '#sandbox/server/parameters.ts';

/** Creates `sandbox/PARAMETERS.md`. */
export async function documents(): Promise<Document[]> {
  const { implementations } = await loadApi();
  const operations = [...implementations.keys()]
    .filter(({ version }) => version === undefined)
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'));
  const dictionaries = new Map<string, string>();
  const sections = operations.map((operation) => sectionOf(operation, dictionaries));
  const text = `<!-- ${GENERATED} -->

# How the sandbox treats parameters

This document covers the operations of Stripe's API up to 2016-07-06. Tests compare later ones, such as those of
PaymentIntents, with the types of the \`stripe\` package.

Every operation also accepts \`expand[]\`. IDs have at most 255 characters and no control characters. As Stripe
documents, metadata keys have at most 40 characters and values at most 500. If Stripe documents no maximum length for a
list, this project limits it to 1000 values. Empty values in a list of dictionaries are ignored.

- honoured: the parameter has its documented effect
- kept: the parameter is stored with the object and returned, with no other effect
- no effect: the parameter is accepted, as by Stripe, and ignored, for the reason given
- rejected: Stripe’s description of 2017-08-15 contains the parameter, but the sandbox rejects it, for the reason given

## Every list

${HEAD}
${rowsOf({ ...paging, include }, '', dictionaries).join('\n')}

${sections.join('\n')}
# Dictionaries

The fields of the dictionaries in the tables above, by parameter name.

${[...dictionaries].map(([rows, title]) => `## ${title}\n\n${HEAD}\n${rows}\n`).join('\n')}`;
  return [{ file: 'sandbox/PARAMETERS.md', text }];
}

/** The parameters that all lists have, which are documented once. */
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
  return rows.length === 0
    ? `${title}\n\nNo other parameters.\n`
    : `${title}\n\n${HEAD}\n${rows.join('\n')}\n`;
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

/**
 * Returns the limits of a parameter and their source.
 * @throws {Error} if the source is not documented
 */
function boundsOf(name: string, { bounds, item }: Parameter): string {
  const own = bounds ?? item?.bounds;
  if (own === undefined) {
    return '';
  }
  const source = BOUNDS[`${name}: ${own}`];
  if (source === undefined) {
    throw new Error(`The source of these limits is missing in sandbox/server/parameters.ts: ${name}: ${own}`);
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
