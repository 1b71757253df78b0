/** Calls a handler as API Gateway does, without a gateway. */
import type { Context } from 'aws-lambda';
import type { Handler } from '#lib/endpoint.ts';
import type { GatewayEvent } from '#lib/http/request.ts';
import { encodeForm } from '#lib/stripe/form.ts';
import { recording } from './recording.ts';

/** What is sent. */
export interface Sent {
  /** An object is sent as JSON, with its content type; a text as it is, without one. */
  readonly body?: string | object;
  /** The secret key, sent as a bearer token. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the endpoint's own. */
  readonly method?: string;
  /** Default: that of a file named `test`. */
  readonly path?: string;
  /** The stage that a REST API serves it in, which callers write before the path. */
  readonly stage?: string;
  /** The template that the gateway matched, e.g. `/v1/charges/{charge}`. Default: the path. */
  readonly route?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  /** The query as it is, instead. */
  readonly rawQuery?: string;
  /** Whether the gateway hands the body on in base64, as it does for types it does not take for text. */
  readonly base64?: boolean;
  /** Whether the body is said to be base64 as it is. */
  readonly rawBase64?: boolean;
  /** The format of API Gateway's event; `rest` is 1.0 as REST APIs have it, which do not say so. Default: 2.0. */
  readonly format?: '1.0' | '2.0' | 'rest';
  readonly context?: Partial<Context>;
}

/** What came back. */
export interface Received {
  readonly status: number;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name, and fail where a name is missing.
  readonly body: any;
}

/** Calls a handler with an event of API Gateway and gives its reply. */
export async function call(handler: Handler, sent: Sent = {}): Promise<Received> {
  const event = eventOf(handler, sent);
  const reply = await handler(event, sent.context as Context | undefined);
  const { surface, method, path } = handler.endpoint;
  recording()?.answers(`${method} ${path('…')} (${surface})`, reply.body, reply.headers);
  const headers = Object.fromEntries(
    Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const isJson = /^application\/json\b/.test(headers['content-type'] ?? '');
  return { status: reply.statusCode, headers, body: isJson ? JSON.parse(reply.body) : reply.body };
}

/** The event that API Gateway makes of a request. */
export function eventOf({ endpoint }: Handler, sent: Sent): GatewayEvent {
  const { method = endpoint.method, path = endpoint.path('test'), query = {}, format = '2.0' } = sent;
  const route = sent.route ?? path;
  const text = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
  const body =
    sent.base64 && !sent.rawBase64 && text !== undefined ? Buffer.from(text).toString('base64') : text;
  const headers = {
    ...(typeof sent.body === 'object' && { 'content-type': 'application/json' }),
    ...(sent.key !== undefined && { authorization: `Bearer ${sent.key}` }),
    ...sent.headers,
  };
  const queryString = sent.rawQuery ?? encodeForm(query);
  const pathParameters = parametersIn(path, route, format === 'rest');
  const common = { headers, pathParameters, isBase64Encoded: sent.rawBase64 ?? sent.base64 ?? false };
  const event =
    format === '2.0'
      ? {
          ...common,
          version: '2.0',
          body,
          routeKey: `${method} ${route}`,
          rawPath: path,
          rawQueryString: queryString,
          requestContext: { http: { method, path }, requestId: 'request-1' },
        }
      : {
          ...common,
          ...(format === '1.0' && { version: format }),
          body: body ?? null,
          resource: route,
          httpMethod: method,
          path,
          multiValueQueryStringParameters: decodedPairs(queryString),
          requestContext: {
            requestId: 'request-1',
            path: sent.stage === undefined ? path : `/${sent.stage}${path}`,
          },
        };
  return event as unknown as GatewayEvent;
}

/** What stands in the path where the route has names in braces. */
function parametersIn(path: string, route: string, isEncoded: boolean): Record<string, string> {
  const values = path.split('/');
  const pairs = route.split('/').map((part, index) => [part, values[index] ?? ''] as const);
  return Object.fromEntries(
    pairs
      .filter(([part]) => /^\{\w+\}$/.test(part))
      .map(([part, value]) => [part.slice(1, -1), isEncoded ? value : decodeURIComponent(value)]),
  );
}

function decodedPairs(query: string): Record<string, string[]> | null {
  const pairs = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    const values = pairs.get(name) ?? [];
    pairs.set(name, values);
    values.push(value);
  }
  return query === '' ? null : Object.fromEntries(pairs);
}
