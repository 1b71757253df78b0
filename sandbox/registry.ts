/**
 * What the sandbox can do, found by reading folders: the operations of `lib/stripe`, the modules of `resources`, the forms
 * of `today`, the gates of `versions`.
 */
import { readdir } from 'node:fs/promises';
import type { Operation } from '#lib/stripe/operation.ts';
import type { DueTask, Form, Implementation, Resource } from './define.ts';
import { event } from './events.ts';
import { type Router, routerOf } from './route.ts';
import { loadVersions, type Versions } from './versions/index.ts';
import { deliver } from './webhooks.ts';

export interface Registry {
  /** By what their objects say in `object`. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** How objects of the default version are shown at the newest one, by what they say in `object`. */
  readonly forms: ReadonlyMap<string, Form>;
  readonly implementations: ReadonlyMap<Operation, Implementation>;
  /** By name. */
  readonly tasks: ReadonlyMap<string, DueTask>;
  /** Every operation of the catalogue, also those without behaviour. */
  readonly operations: readonly Operation[];
  readonly router: Router;
  readonly versions: Versions;
}

const OPERATIONS = new URL('../lib/stripe/', import.meta.url);
const RESOURCES = new URL('./resources/', import.meta.url);
const FORMS = new URL('./today/', import.meta.url);
/** Speak to Stripe rather than saying what Stripe offers. */
const NO_CATALOGUE = ['client.ts', 'http-client.ts'];

/** Reads the folders. Two definitions of one thing are an error that names it. */
export async function loadRegistry(): Promise<Registry> {
  const catalogue = await exportsOf(OPERATIONS, (file) => !NO_CATALOGUE.includes(file));
  const definitions = [event, deliver, ...(await exportsOf(RESOURCES))];
  const resources = byName(definitions.filter(isKind<Resource>('resource')), ({ object }) => object);
  const forms = (await exportsOf(FORMS)).filter(isKind<Form>('form'));
  const implemented = definitions.filter(isKind<Implementation>('implementation'));
  const operations = [
    ...new Set([...implemented.map(({ operation }) => operation), ...catalogue.filter(isOperation)]),
  ];
  return {
    resources,
    forms: byName(forms, ({ object }) => object),
    implementations: byName(implemented, ({ operation }) => operation),
    tasks: byName(definitions.filter(isKind<DueTask>('task')), ({ name }) => name),
    operations,
    router: routerOf(operations),
    versions: await loadVersions(),
  };
}

async function exportsOf(folder: URL, wanted: (file: string) => boolean = () => true): Promise<unknown[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && wanted(file)).sort();
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
  );
  return [...new Set(modules.flatMap((module) => Object.values(module).flat()))];
}

function byName<T, N>(definitions: readonly T[], nameOf: (definition: T) => N): Map<N, T> {
  const named = new Map<N, T>();
  for (const definition of definitions) {
    const name = nameOf(definition);
    if (named.has(name)) {
      throw new Error(`The sandbox defines ${JSON.stringify(name)} twice.`);
    }
    named.set(name, definition);
  }
  return named;
}

function isKind<T extends { readonly kind: string }>(kind: T['kind']) {
  return (value: unknown): value is T => (value as { kind?: unknown } | null)?.kind === kind;
}

function isOperation(value: unknown): value is Operation {
  const { method, path, parameters } = (value ?? {}) as Partial<Operation>;
  return typeof method === 'string' && typeof path === 'string' && typeof parameters === 'object';
}
