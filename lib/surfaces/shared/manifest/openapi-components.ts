/** The components that OpenAPI descriptions refer to. */
import { type JsonSchema, withNulls } from './json-schema.ts';
import type { ObjectKinds } from './kinds.ts';

/** The description of one surface. */
export interface Description {
  readonly tags: readonly Tag[];
  /** The operations by path and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: Components;
}

/** A group of operations. */
export interface Tag {
  readonly name: string;
  readonly 'x-displayName': string;
  readonly description: string;
}

/** The components by type and name. */
export type Components = Readonly<
  Partial<Record<'schemas' | 'responses' | 'parameters' | 'headers' | 'securitySchemes', NamedObjects>>
>;

type NamedObjects = Readonly<Record<string, object>>;

/** The API key as a bearer token. */
export const BEARER = {
  type: 'http',
  scheme: 'bearer',
  description: 'A secret or restricted key of a Stripe account, e.g. sk_test_demo.',
};

/** Returns a reference to a component. */
export function ref(where: keyof Components, name: string): JsonSchema {
  return { $ref: `#/components/${where}/${name}` };
}

/** Returns the description of a JSON body. */
export function json(schema: JsonSchema, example?: unknown): object {
  return { 'application/json': { schema, ...(example !== undefined && { example }) } };
}

/** The request headers that are passed on to Stripe. */
export const STRIPE_HEADERS = {
  'Idempotency-Key': 'Stripe executes calls with the same key only once.',
  'Stripe-Account': 'The connected account to make the call for.',
  'Stripe-Version': 'The version of Stripe’s API to use, e.g. 2016-07-06.',
};

/** The components for {@link STRIPE_HEADERS}. */
export const HEADER_PARAMETERS: NamedObjects = Object.fromEntries(
  Object.entries(STRIPE_HEADERS).map(([name, description]) => [
    name,
    { name, in: 'header', description, schema: { type: 'string' } },
  ]),
);

/** Returns references to the headers that a call supports. */
export function headerParameters(method: string): JsonSchema[] {
  const names = Object.keys(STRIPE_HEADERS).filter((name) => method === 'POST' || name !== 'Idempotency-Key');
  return names.map((name) => ref('parameters', name));
}

/** The response headers. */
export const REPLY_HEADERS: NamedObjects = Object.fromEntries(
  Object.entries({
    'Idempotent-Replayed': 'Stripe returned the response to an earlier call with the same Idempotency-Key.',
    Location: 'The URL of the next poll.',
    'Request-Id': 'Stripe’s request ID.',
    'Retry-After': 'The number of seconds to wait before the next call.',
    'Stripe-Version': 'The Stripe API version of the response.',
    'X-Correlation-Id': 'The ID of the call in the log of this service.',
    'X-Ignored-Arguments': 'The names of unknown arguments, which were ignored.',
    'X-Stripe-Status': 'The status of Stripe’s response.',
  }).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
);

/** Returns references to response headers. Every response has X-Correlation-Id. */
export function headersOf(...names: readonly string[]): object {
  return Object.fromEntries([...names, 'X-Correlation-Id'].map((name) => [name, ref('headers', name)]));
}

/** What error statuses mean on most surfaces. */
export const ERROR_STATUSES = {
  400: 'An argument is missing or invalid.',
  401: 'The API key is missing or invalid.',
  404: 'The object does not exist.',
  413: 'The body is too large.',
  415: 'The body is neither JSON nor a form.',
  429: 'Too many calls.',
  500: 'A bug in this service. Search the log for the correlation ID.',
  502: 'Stripe could not be reached, or its response was unusable.',
  504: 'Stripe did not respond in time.',
};

/**
 * Returns the components for error responses.
 * @param group the prefix of their names
 * @param form the schema of their bodies
 */
export function errorResponses(
  group: string,
  form: string,
  statuses: Readonly<Record<number, string>>,
): { readonly responses: Record<string, object>; readonly components: NamedObjects } {
  const names = Object.keys(statuses).map((status) => [status, `${group}_${status}`] as const);
  return {
    responses: Object.fromEntries(names.map(([status, name]) => [status, ref('responses', name)])),
    components: Object.fromEntries(
      names.map(([status, name]) => [
        name,
        {
          description: statuses[Number(status)],
          headers: headersOf(...(status === '429' ? ['Retry-After'] : [])),
          content: json(ref('schemas', form)),
        },
      ]),
    ),
  };
}

/** Returns the schemas of the kinds of objects in responses. */
export function kindSchemas(kinds: ObjectKinds, prefix = ''): NamedObjects {
  return Object.fromEntries(
    [...kinds].map(([kind, { example, schema }]) => [
      prefix + kind,
      { ...withNulls(schema), examples: [example] },
    ]),
  );
}

/** Removes schemas that nothing refers to, directly or indirectly. */
export function withoutUnused(components: Components, paths: object): Components {
  const all = Object.entries(components) as [keyof Components, NamedObjects][];
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, where, name] of JSON.stringify(value).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      const key = `${where}/${name}`;
      if (!used.has(key)) {
        used.add(key);
        visit(components[where as keyof Components]?.[name!] ?? {});
      }
    }
  };
  visit(paths);
  return Object.fromEntries(
    all.map(([where, named]) => [
      where,
      where === 'securitySchemes'
        ? named
        : Object.fromEntries(Object.entries(named).filter(([name]) => used.has(`${where}/${name}`))),
    ]),
  );
}
