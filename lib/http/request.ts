/** Reads the events of API Gateway, whose two formats become one type. */
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** An HTTP request. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** The path as the caller sent it, including the stage, which the gateway strips from `path`. */
  readonly publicPath: string;
  /** The matched route, e.g. `/v1/charges/{charge}`; the path if the gateway gives none. */
  readonly route: string;
  /** The decoded values of the route's parameters. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The encoded query string, without the question mark. */
  readonly query: string;
  /** The body's bytes. */
  readonly body: Buffer;
  /** The body as text, if the gateway provided text. */
  readonly text?: string | undefined;
}

/** An event of API Gateway, in format 1.0 (REST API) or 2.0 (HTTP API, function URL). */
export type GatewayEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2;

/** Reads an event of either format. */
export function readRequest(event: GatewayEvent): HttpRequest {
  const common = {
    pathParameters: present(event.pathParameters),
    headers: present(event.headers, (name) => name.toLowerCase()),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    text: event.isBase64Encoded ? undefined : (event.body ?? ''),
  };
  if ('rawPath' in event) {
    return {
      ...common,
      method: event.requestContext.http.method,
      path: event.rawPath,
      publicPath: event.rawPath,
      route: templateOf(event.routeKey) ?? event.rawPath,
      query: event.rawQueryString ?? '',
    };
  }
  return {
    ...common,
    pathParameters: isOfRestApi(event) ? decoded(common.pathParameters) : common.pathParameters,
    method: event.httpMethod,
    path: event.path,
    publicPath: event.requestContext?.path ?? event.path,
    route: templateOf(event.resource) ?? event.path,
    query: encoded(event),
  };
}

/** Events of REST APIs have no version; those of HTTP APIs in format 1.0 have one. */
function isOfRestApi(event: APIGatewayProxyEvent & { readonly version?: string }): boolean {
  return event.version === undefined;
}

/** REST APIs pass path parameters encoded. Values with an invalid percent-encoding stay unchanged. */
function decoded(encodedValues: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(encodedValues).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value)];
      } catch (error) {
        if (error instanceof URIError) {
          return [name, value];
        }
        throw error;
      }
    }),
  );
}

type Values = Record<string, string | undefined> | null | undefined;

function present(values: Values, nameOf: (name: string) => string = (name) => name): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    if (value !== undefined) {
      found[nameOf(name)] = value;
    }
  }
  return found;
}

/** Greedy and default routes do not identify the endpoint. */
function templateOf(route: string | undefined): string | undefined {
  const path = route?.slice(route.lastIndexOf(' ') + 1);
  return path === undefined || !path.startsWith('/') || path.includes('+}') ? undefined : path;
}

/**
 * Format 1.0 contains the decoded query, so it is encoded again for a single parser. Values are grouped by name; their
 * order, which lists of dictionaries need (`a[][b]=1&a[][c]=2&a[][b]=3`), is restored as far as possible.
 */
function encoded({ multiValueQueryStringParameters, queryStringParameters }: APIGatewayProxyEvent): string {
  const values =
    multiValueQueryStringParameters ??
    Object.fromEntries(
      Object.entries(queryStringParameters ?? {}).map(([name, value]) => [name, [value ?? '']]),
    );
  return Object.entries(values)
    .flatMap(([name, list]) =>
      (list ?? []).map((value, index) => ({
        index,
        pair: `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
      })),
    )
    .sort((one, other) => one.index - other.index)
    .map(({ pair }) => pair)
    .join('&');
}
