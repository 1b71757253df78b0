/** The requests that an OpenAPI document gives as examples. */

/** A request. */
export interface Exchange {
  readonly id: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: a document is looked into by name.
type Json = any;

const BASIC = `Basic ${Buffer.from('sk_test_demo:').toString('base64')}`;

/** The headers that callers authenticate with, by the name of the document's security scheme. */
export type Credentials = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The credentials that are made of the demo account's key. */
export const DEMO_CREDENTIALS: Credentials = {
  bearer: { authorization: 'Bearer sk_test_demo' },
  basic: { authorization: BASIC },
  connectorKey: { 'x-api-key': 'sk_test_demo' },
};

/** Gives the request of each operation that there are credentials for, made of nothing but the document's examples. */
export function exchangesIn(description: Json, credentials: Credentials): Exchange[] {
  return Object.entries<Json>(description.paths).flatMap(([template, item]) =>
    Object.entries<Json>(item)
      .filter(([, { security }]) => Object.keys(security[0] ?? {})[0]! in credentials)
      .map(([method, operation]) => exchange(template, method, operation, { description, credentials })),
  );
}

function exchange(
  template: string,
  method: string,
  { operationId, parameters = [], requestBody, security }: Json,
  { description, credentials }: { readonly description: Json; readonly credentials: Credentials },
): Exchange {
  const all = parameters.map((parameter: Json) =>
    parameter.$ref === undefined
      ? parameter
      : description.components.parameters[parameter.$ref.split('/').at(-1)],
  );
  const shown = all.filter(({ example }: Json) => example !== undefined);
  let path = template;
  const query = new URLSearchParams();
  for (const { in: place, name, example } of shown) {
    if (place === 'path') {
      path = path.replace(`{${name}}`, encodeURIComponent(example));
    } else if (place === 'query') {
      query.append(name, example);
    }
  }
  const { example: body } = requestBody?.content['application/json'] ?? {};
  return {
    id: operationId,
    method: method.toUpperCase(),
    path: query.size === 0 ? path : `${path}?${query}`,
    headers: {
      ...credentials[Object.keys(security[0])[0]!],
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body,
  };
}
