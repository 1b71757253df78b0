/** Finds what the sandbox can do by reading folders. */
import { readdir } from 'node:fs/promises';
import type { Operation } from '#lib/operations/operation.ts';
import type { DueTask, Form, Implementation, Provision } from '#sandbox/engine/define.ts';
import { event } from '#sandbox/engine/event.ts';
import * as eventOperations from '#sandbox/engine/event-operations.ts';
import { byName, isKind, type Registry } from '#sandbox/engine/registry.ts';
import type { Resource } from '#sandbox/engine/resource.ts';
import { deliver } from '#sandbox/engine/webhooks.ts';
import { loadVersions } from '#sandbox/versions/index.ts';
import { routerOf } from './route.ts';

const OPERATIONS = new URL('../../lib/operations/', import.meta.url);
const DOMAINS = ['payments', 'billing', 'connect', 'orders'].map(
  (name) => new URL(`../${name}/`, import.meta.url),
);
const FORMS = new URL('../versions/today/', import.meta.url);

/** Speak to Stripe rather than saying what Stripe offers. */
const NO_CATALOGUE = ['client.ts', 'http-client.ts'];

/** Reads the folders. Two definitions of one thing are an error that names it. */
export async function loadApi(): Promise<Registry> {
  const catalogue = await exportsOf(OPERATIONS, (file) => !NO_CATALOGUE.includes(file));
  const definitions = [
    event,
    deliver,
    ...Object.values(eventOperations),
    ...(await Promise.all(DOMAINS.map((folder) => exportsOf(folder)))).flat(),
  ];
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
    provisions: byName(definitions.filter(isKind<Provision>('provision')), ({ name }) => name),
    operations,
    router: routerOf(operations),
    versions: await loadVersions(),
  };
}

async function exportsOf(folder: URL, wanted: (file: string) => boolean = () => true): Promise<unknown[]> {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith('.ts') && wanted(file))
    .sort();
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
  );
  return [...new Set(modules.flatMap((module) => Object.values(module).flat()))];
}

function isOperation(value: unknown): value is Operation {
  const { method, path, parameters } = (value ?? {}) as Partial<Operation>;
  return typeof method === 'string' && typeof path === 'string' && typeof parameters === 'object';
}
