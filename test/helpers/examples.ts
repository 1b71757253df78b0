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

/** The headers that a security scheme of the document wants, with the key of the demo account. */
const CREDENTIALS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bearer: { authorization: 'Bearer sk_test_demo' },
  basic: { authorization: BASIC },
  connectorKey: { 'x-api-key': 'sk_test_demo' },
};

/** Gives the request of each operation that a Stripe key is for, made of nothing but the document's examples. */
export function exchangesIn(description: Json): Exchange[] {
  return Object.entries<Json>(description.paths).flatMap(([template, item]) =>
    Object.entries<Json>(item)
      .filter(([, { security }]) => Object.keys(security[0] ?? {})[0]! in CREDENTIALS)
      .map(([method, operation]) => exchange(template, method, operation, description)),
  );
}

function exchange(
  template: string,
  method: string,
  { operationId, parameters = [], requestBody, security }: Json,
  description: Json,
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
      ...CREDENTIALS[Object.keys(security[0])[0]!],
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body,
  };
}
