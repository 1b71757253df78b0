/** Writes a file for each endpoint of a foreign manifest that this service does not have. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { DeclaredOperation } from '#lib/operations/read-operations.ts';
import type { ForeignEndpoint } from './foreign.ts';
import { type Proposal, proposalFor } from './operations.ts';
import { printable } from './printable.ts';

/** The result for an endpoint. */
export interface Scaffolded {
  readonly endpoint: string;
  /** The file that was written; `undefined` if none was. */
  readonly file: string | undefined;
  /** Whether the file calls an operation. */
  readonly connected: boolean;
  /** A remark, in a sentence. */
  readonly note: string;
}

/** Endpoint names that are valid as file names, with or without folders, and in paths. */
const NAME = /^(?:[a-z0-9][a-z0-9_-]{0,63}\/){0,3}[a-z0-9][a-z0-9_-]{0,63}$/;

/** The formatter's line width. */
const WIDTH = 110;

/**
 * Writes `<name>.ts` for each endpoint, with the operation that it most likely means. If none matches, the endpoint
 * responds with an error that says what to complete. Existing files are not changed.
 */
export async function scaffold(
  endpoints: readonly ForeignEndpoint[],
  operations: readonly DeclaredOperation[],
  folder: URL,
): Promise<Scaffolded[]> {
  const all: Scaffolded[] = [];
  for (const endpoint of endpoints) {
    all.push(await scaffoldOne(endpoint, operations, folder));
  }
  return all;
}

async function scaffoldOne(
  endpoint: ForeignEndpoint,
  operations: readonly DeclaredOperation[],
  folder: URL,
): Promise<Scaffolded> {
  const { name } = endpoint;
  const nothing = { endpoint: name, file: undefined, connected: false };
  if (!NAME.test(name)) {
    return {
      ...nothing,
      note: 'not written: an endpoint name may only contain a to z, 0 to 9, -, _ and /',
    };
  }
  const proposal = proposalFor(endpoint, operations);
  const file = `${name}.ts`;
  await mkdir(new URL('.', new URL(file, folder)), { recursive: true });
  try {
    await writeFile(new URL(file, folder), proposal ? connected(endpoint, proposal) : unconnected(endpoint), {
      flag: 'wx',
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return { ...nothing, note: `not written: ${file} already exists` };
    }
    throw error;
  }
  return {
    endpoint: name,
    file,
    connected: proposal !== undefined,
    note: proposal ? connection(proposal) : 'responds with 501 until you fill in its operation',
  };
}

function connection({ module, name, left }: Proposal): string {
  const ignored = left.length === 0 ? '' : `; it has no counterpart of ${printable(left.join(', '))}`;
  return `calls ${name} of lib/operations/${module}.ts: check that this is right${ignored}`;
}

function connected(endpoint: ForeignEndpoint, { module, name, map }: Proposal): string {
  const imported = module.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const lines = [...map].map(([argument, target]) => property(key(argument), quoted(target)));
  return `import * as ${imported} from '#lib/operations/${module}.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  ${imported}.${name},
  {${lines.length === 0 ? '' : `\n${lines.join('\n')}\n  `}},
  {
${property('description', quoted(descriptionOf(endpoint)))}
  },
);
`;
}

function unconnected(endpoint: ForeignEndpoint): string {
  const names = (endpoint.parameters ?? []).map(({ name }) => name).filter((name) => name !== 'apiKey');
  const listed = printable(names.join(', '), 300);
  const mapping = listed === '' ? 'its arguments' : `its arguments (${listed})`;
  const message = `${endpoint.name} is not implemented yet: edit functions/socket/${endpoint.name}.ts to name the operation of lib/operations that it calls, and map ${mapping} to the operation's parameters.`;
  return `import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { HttpError } from '#lib/http/errors.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { socketPath } from '#lib/surfaces/socket/path.ts';

/** A placeholder for an imported endpoint. Replace it with \`socket\`, like the other files in this folder. */
export const handler = makeHandler(
  {
    surface: 'socket',
    method: 'POST',
    path: socketPath,
${property('description', quoted(descriptionOf(endpoint)))}
    arguments: [],
    otherOperations: [],
  },
  { toErrorResponse: toStripeErrorResponse },
  () => {
    throw new HttpError(
      'not_implemented',
      ${quoted(message)},
    );
  },
);
`;
}

function descriptionOf({ name, description }: ForeignEndpoint): string {
  return printable(description?.trim() || `The endpoint ${name} of an imported manifest.`, 256);
}

/** A property, on two lines if the formatter would break it. */
function property(name: string, value: string): string {
  const line = `    ${name}: ${value},`;
  return widthOf(line) > WIDTH ? `    ${name}:\n      ${value},` : line;
}

/** Characters that are two columns wide. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/gu;

function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : quoted(name);
}

/** A string literal with the quotes that the formatter would choose. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return text.includes("'") && !text.includes('"')
    ? json
    : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
