/** Creates the functions for `serverless.yml`. */
import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { DEFAULT_ROUTE, routesOf } from '#lib/endpoint/routes.ts';
import { AWS_LIMITS } from './limits.ts';

/** A function in the format of `serverless.yml`. */
export interface FunctionEntry {
  /** The name on AWS. Default: the service, the stage and the name in the table. */
  readonly name?: string;
  /** The file without its extension, and the name of the export. */
  readonly handler: string;
  readonly description: string;
  readonly events: readonly {
    readonly httpApi: string | { readonly method: string; readonly path: string };
  }[];
  /** Environment variables in addition to those of all functions. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The IAM role, a resource of `serverless.yml`. */
  readonly role?: string;
  /** Disables the function's own log group, because all functions share one. */
  readonly disableLogs: true;
}

/** The functions by name. The Serverless Framework prefixes the names with the service and the stage. */
export type FunctionTable = Readonly<Record<string, FunctionEntry>>;

/**
 * Returns the path of a function's output below `functions/`, without its extension. Dots become hyphens, because AWS
 * Lambda treats what follows a dot as the name of the export. Names in brackets become `_`, because a function's name,
 * with the service and the stage, may have at most 64 characters.
 */
export function outputOf(file: string): string {
  return relative('functions', file)
    .replace(/\.ts$/, '')
    .replaceAll(/\[\w+\]/g, '_')
    .split('/')
    .map((part) => part.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-|-$/g, ''))
    .join('/');
}

/**
 * Creates the table of functions.
 * @param variables the values of the functions' environment variables
 * @throws {Error} if two functions have the same name
 */
export function functionTable(entries: readonly Entry[], variables: NodeJS.ProcessEnv = {}): FunctionTable {
  const routes = routesOf(entries);
  const table: Record<string, FunctionEntry> = {};
  for (const [index, { file, endpoint }] of entries.entries()) {
    const { method, path, siblingMethods } = routes[index]!;
    const output = outputOf(file);
    const key = output.replaceAll('/', '-');
    if (key in table) {
      throw new Error(`${file} has the same name as another function: ${key}.`);
    }
    const environment = {
      ...(endpoint.settings && environmentOf(endpoint.settings, variables)),
      ...(siblingMethods.length > 0 && { SIBLING_METHODS: siblingMethods.join(',') }),
    };
    table[key] = {
      handler: `dist/functions/${output}.handler`,
      description: shortened(endpoint.description),
      events: [{ httpApi: path === DEFAULT_ROUTE ? '*' : { method, path } }],
      ...(Object.keys(environment).length > 0 && { environment }),
      ...(endpoint.role !== undefined && { role: endpoint.role }),
      disableLogs: true,
    };
  }
  return table;
}

function shortened(description: string): string {
  const most = AWS_LIMITS.functionDescription;
  return description.length <= most ? description : `${description.slice(0, most - 1)}…`;
}

/** Sets the names of functions whose default names are too long for AWS. A hash at the end keeps them unique. */
export function withNames(table: FunctionTable, service: string, stage: string): FunctionTable {
  return Object.fromEntries(
    Object.entries(table).map(([key, entry]) => {
      const name = `${service}-${stage}-${key}`;
      if (name.length <= AWS_LIMITS.functionName) {
        return [key, entry];
      }
      const end = `-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
      return [key, { ...entry, name: name.slice(0, AWS_LIMITS.functionName - end.length) + end }];
    }),
  );
}

/** Returns the environment variables that functions read. Variables that are not set are empty. */
export function environmentOf(
  read: Readonly<Record<string, unknown>>,
  variables: NodeJS.ProcessEnv,
): Record<string, string> {
  return Object.fromEntries(Object.keys(read).map((name) => [name, variables[name] ?? '']));
}
