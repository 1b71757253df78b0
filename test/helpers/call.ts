/** Calls a handler with the events of API Gateway, without a gateway. */
import type { Context } from 'aws-lambda';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { encodeForm } from '#lib/http/form.ts';
import type { GatewayEvent } from '#lib/http/request.ts';
import { recording } from './recording.ts';

/** A request. */
export interface Sent {
  /** Objects are sent as JSON with a content type, strings unchanged and without one. */
  readonly body?: string | object;
  /** The secret key, sent as a bearer token. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The method. Default: that of the endpoint. */
  readonly method?: string;
  /** The path. Default: that of a file named `test`. */
  readonly path?: string;
  /** The stage of a REST API, which callers put before the path. */
  readonly stage?: string;
  /** The route that the gateway matched, e.g. `/v1/charges/{charge}`. Default: the path. */
  readonly route?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  /** An unparsed query, in place of `query`. */
  readonly rawQuery?: string;
  /** Whether the gateway encodes the body in Base64, as it does for types that are not text. */
  readonly base64?: boolean;
  /** Whether the unchanged body is declared to be Base64. */
  readonly rawBase64?: boolean;
  /** The format of the event. `rest` is 1.0 as REST APIs send it, without a version. Default: 2.0. */
  readonly format?: '1.0' | '2.0' | 'rest';
  readonly context?: Partial<Context>;
}

/** The response. */
export interface Received {
  readonly status: number;
  /** The headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, parsed if it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests access fields by name, and fail if one is missing.
  readonly body: any;
}

/** Calls a handler with an API Gateway event and returns its response. */
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

/** Creates the API Gateway event of a request. */
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

/** Returns the path parameters of a route. */
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
