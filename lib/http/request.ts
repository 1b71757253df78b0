/** What a function is called with, the same for both event formats of API Gateway. */
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** An HTTP request as the surfaces see it. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** The path as the caller wrote it: with the stage, or whatever else the gateway takes off. */
  readonly publicPath: string;
  /** The route that the gateway matched, e.g. `/v1/charges/{charge}`; the path where it names none. */
  readonly route: string;
  /** The values in place of the route's names in braces, decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The query string, still encoded, without the question mark. */
  readonly query: string;
  /** The body's bytes. */
  readonly body: Buffer;
  /** The body as text, where that is how the gateway gave it. */
  readonly text?: string | undefined;
}

/** An event of API Gateway, format 1.0 (REST API) or 2.0 (HTTP API, function URL). */
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

/** Events of REST APIs do not say their version; those of HTTP APIs that are set to format 1.0 do. */
function isOfRestApi(event: APIGatewayProxyEvent & { readonly version?: string }): boolean {
  return event.version === undefined;
}

/** REST APIs give path parameters as they stand in the URL; a value that is not percent-encoded right stays as it is. */
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

/** Greedy and default routes say nothing about what was called. */
function templateOf(route: string | undefined): string | undefined {
  const path = route?.slice(route.lastIndexOf(' ') + 1);
  return path === undefined || !path.startsWith('/') || path.includes('+}') ? undefined : path;
}

/**
 * Format 1.0 has the query decoded; it is encoded again so that one reader serves both. It groups values by name, so their
 * order is restored as far as possible: lists of dictionaries (`a[][b]=1&a[][c]=2&a[][b]=3`) depend on it.
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
