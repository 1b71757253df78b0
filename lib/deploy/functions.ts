/** The functions as `serverless.yml` takes them. */
import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import * as v from 'valibot';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { DEFAULT_ROUTE, routesOf } from '#lib/endpoint/routes.ts';
import { AWS_LIMITS } from './limits.ts';

/** A function in the framework's own words. */
export interface FunctionEntry {
  /** What AWS calls it; default: the service, the stage and its name in the table. */
  readonly name?: string;
  /** A file, without its extension, and the name of what it exports. */
  readonly handler: string;
  readonly description: string;
  readonly events: readonly {
    readonly httpApi: string | { readonly method: string; readonly path: string };
  }[];
  /** Variables beyond those of all functions. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The IAM role, a resource of `serverless.yml`. */
  readonly role?: string;
  /** The framework makes no log group for it: all share one. */
  readonly disableLogs: true;
}

/** The functions by their names, which the framework puts the service and the stage before. */
export type FunctionTable = Readonly<Record<string, FunctionEntry>>;

/**
 * A function's file without its extension, from `functions/`; AWS Lambda takes what follows a dot for an export. Names in
 * brackets become `_`: with the service and the stage before it, a function's name has at most 64 characters.
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
 * The functions as `serverless.yml` takes them.
 * @throws {Error} when two functions would have one name
 */
export function functionTable(entries: readonly Entry[]): FunctionTable {
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
      ...(endpoint.settings && environmentOf(endpoint.settings)),
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

/** Names the functions whose names AWS would find too long; the end of such a name tells it from the others. */
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

/** The environment of functions: that of whoever deploys or starts them, as far as they read it. */
export function environmentOf(read: Readonly<Record<string, v.GenericSchema>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(read).map(([name, setting]) => {
      const { deployed = "''" } = v.getMetadata(setting) as { deployed?: string };
      return [name, `\${env:${name}, ${deployed}}`];
    }),
  );
}
