/**
 * What was recorded of old versions: events that Stripe sent, per version of the API, in the package `stripe-mock-data`;
 * and for 2013-08-13 the examples of Stripe's RAML, a file that this project does not hold and the environment names.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Loose } from '../helpers.ts';
import { objectsIn } from '../shapes.ts';

const require = createRequire(import.meta.url);
const PACKAGE = join(dirname(require.resolve('stripe-mock-data')), 'data/webhooks');
const RAML = join(process.env['STRIPE_SPEC_DIR'] ?? '', 'raml.json');

/** Whether the examples of the RAML are at hand. */
export const HAS_RAML = process.env['STRIPE_SPEC_DIR'] !== undefined && existsSync(RAML);

/** The versions that something was recorded of. */
export const RECORDED = ['2013-08-13', '2014-10-07', '2014-11-05', '2015-04-07', '2015-10-01'];

/** What is known of one kind of object at a version. */
export interface Shape {
  /** The fields that were seen in any of them. */
  readonly fields: ReadonlySet<string>;
  /** The fields that were seen in all of them. */
  readonly always: ReadonlySet<string>;
  /** By field, the types of its values; null says nothing. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What is known of a version, by kind. */
export function shapesOf(version: string): Map<string, Shape> {
  const byKind = new Map<string, Loose[]>();
  for (const object of [...recordedEvents(version), ...examples(version)].flatMap(objectsIn)) {
    byKind.set(object.object, [...(byKind.get(object.object) ?? []), object]);
  }
  return new Map([...byKind].map(([kind, objects]) => [kind, shapeOf(objects)]));
}

function recordedEvents(version: string): Loose[] {
  const folder = join(PACKAGE, version);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

function examples(version: string): Loose[] {
  return version === RECORDED[0] && HAS_RAML
    ? JSON.parse(readFileSync(RAML, 'utf8')).operations.map(({ example }: Loose) => example)
    : [];
}

function shapeOf(objects: readonly Loose[]): Shape {
  const all = objects.map((object) => new Map(fieldsOf(object)));
  const fields = new Set(all.flatMap((one) => [...one.keys()]));
  const types = new Map<string, Set<string>>();
  for (const [field, value] of all.flatMap((one) => [...one])) {
    if (value !== null) {
      types.set(field, (types.get(field) ?? new Set()).add(typeOf(value)));
    }
  }
  const always = [...fields].filter((field) => all.every((one) => one.has(field)));
  return { fields, always: new Set(always), types };
}

/** The fields of an object and of the dictionaries in it, `verification.due_by`, but those that callers fill as they like. */
function fieldsOf(object: Loose): [field: string, value: unknown][] {
  return Object.entries(object).flatMap(([field, value]) => [
    [field, value] as [string, unknown],
    ...(FREE.includes(field) ? [] : dictionariesIn(value).flatMap((one) => fieldsOf(one))).map(
      ([inner, item]) => [`${field}.${inner}`, item] as [string, unknown],
    ),
  ]);
}

const FREE = ['metadata', 'fraud_details', 'object', 'previous_attributes'];

function dictionariesIn(value: unknown): Loose[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (one) => typeof one === 'object' && one !== null && one.object === undefined,
  );
}

/** Where an object differs from what was recorded: `+ field`, `- field`, or a field of another type. */
export function differences(object: Loose, { fields, always, types }: Shape): string[] {
  const own = new Map(fieldsOf(object));
  const wasNull = (field: string) =>
    field.includes('.') && !types.has(field.slice(0, field.lastIndexOf('.')));
  const more = [...own.keys()]
    .filter((field) => !fields.has(field) && !wasNull(field))
    .map((field) => `+ ${field}`);
  const isThere = (parent: string) =>
    parent === '' || [...own.keys()].some((field) => field.startsWith(parent));
  const less = [...always]
    .filter((field) => !own.has(field) && isThere(field.slice(0, field.lastIndexOf('.') + 1)))
    .map((field) => `- ${field}`);
  const other = [...own]
    .filter(([field, value]) => value !== null && types.get(field)?.has(typeOf(value)) === false)
    .map(([field, value]) => `${field}: ${typeOf(value)}`);
  return [...more, ...less, ...other];
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
