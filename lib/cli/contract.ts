/**
 * A summary of the contract with callers: the path of each endpoint, the names and types of its arguments, and its
 * response. It is checked in, so that a review shows every changed name as a line.
 */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import type { ConnectorAbout } from '#lib/surfaces/connector/connector.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { schemaOfParameter } from '#lib/surfaces/shared/manifest/json-schema.ts';

const FILE = 'functions/CONTRACT.txt';

/** Creates the file. */
export function documents(catalogue: readonly Entry[]): Document[] {
  const head = `# ${GENERATED}\n# An argument marked with * is required.`;
  return [{ file: FILE, text: `${[head, ...catalogue.map(describe)].join('\n\n')}\n` }];
}

function describe({ method, path, endpoint }: Entry): string {
  const known = endpoint.arguments.map(
    ({ name, parameter, required }) => `  ${name}${required ? '*' : ''}: ${typeOf(parameter)}`,
  );
  const also = (endpoint.additional ?? []).map(({ name }) => name);
  const rejected = Object.keys(endpoint.rejects ?? {});
  return [
    `${method} ${path} → ${replyOf({ endpoint })}`,
    ...known,
    ...(also.length > 0 ? [`  also ${also.join(', ')}`] : []),
    ...(rejected.length > 0 ? [`  never ${rejected.join(', ')}`] : []),
  ].join('\n');
}

/** Returns the type of a parameter, with its choices or field names. */
function typeOf(parameter: Parameter): string {
  const { type, fields, item, format } = parameter;
  if (item !== undefined) {
    return `${type} of ${typeOf(item)}`;
  }
  const names = Object.entries(fields ?? {}).map(([name, { required }]) => name + (required ? '*' : ''));
  const { enum: choices } = schemaOfParameter(parameter) as { enum?: string[] };
  return [
    format ?? type,
    ...(names.length > 0 ? [`{${names.join(', ')}}`] : []),
    ...(choices === undefined ? [] : [`(${choices.join(', ')})`]),
  ].join(' ');
}

function replyOf({ endpoint: { surface, operation, document, manifestData } }: Pick<Entry, 'endpoint'>) {
  if (surface === 'connector' && operation !== undefined) {
    const { returns, triggerHint } = manifestData as ConnectorAbout;
    const fields = Object.entries(returns.fields).map(([path, { type }]) => `${path} ${type}`);
    return `${triggerHint === undefined ? '' : 'list of '}${returns.name} {${fields.join(', ')}}`;
  }
  if (surface === 'card') {
    return `for the role ${(manifestData as CardManifestData).role}`;
  }
  if (operation !== undefined) {
    return operation.list ? `list of ${operation.returns}` : operation.returns;
  }
  return document === undefined ? 'no object' : 'a document';
}
