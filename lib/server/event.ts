/**
 * Converts requests to the events that HTTP APIs of API Gateway send (format 2.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DEFAULT_ROUTE } from '#lib/endpoint/routes.ts';
import type { Match } from './router.ts';

/** A received request and its route. */
export interface Received extends Match {
  readonly request: IncomingMessage;
  /** The path and the query as the caller sent them, without the question mark. */
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly requestId: string;
}

/** Hop-by-hop headers, which a gateway does not forward. Cookies have their own field in the event. */
const LEFT_OUT = new Set([
  'connection',
  'cookie',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The media types that API Gateway passes on as text. It encodes all others in Base64, including forms. */
const TEXT = /^(text\/|application\/(json|javascript|xml)\b)/i;

/** Stands for the account, the API and its domain, which do not exist here. */
const ACCOUNT = 'local';

/** Creates the event of a request. */
export function eventOf(received: Received): APIGatewayProxyEventV2 {
  const { request, route, path, query, body, requestId, pathParameters } = received;
  const { method: httpMethod = 'GET', socket } = request;
  const sourceIp = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const headers = headersOf(request, sourceIp);
  const routeKey =
    route.path === DEFAULT_ROUTE
      ? DEFAULT_ROUTE
      : `${route.method === '*' ? 'ANY' : route.method} ${route.path}`;
  const isText = TEXT.test(headers['content-type'] ?? '') && isUtf8(body);
  const cookies = request.headers.cookie?.split(/; */);
  const now = Date.now();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies !== undefined && { cookies }),
    headers,
    ...(query !== '' && { queryStringParameters: joined(query) }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: ACCOUNT,
      domainName: headers['host'] ?? '',
      domainPrefix: ACCOUNT,
      http: {
        method: httpMethod,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: timeOf(now),
      timeEpoch: now,
    },
    ...(pathParameters !== undefined && { pathParameters }),
    ...(body.byteLength > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.byteLength > 0 && !isText,
  };
}

/** Returns the headers of a request, with the forwarding headers that API Gateway adds. */
function headersOf({ headers: given, socket }: IncomingMessage, sourceIp: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in given) {
    if (!LEFT_OUT.has(name)) {
      const value = given[name]!;
      headers[name] = typeof value === 'string' ? value : value.join(', ');
    }
  }
  const before = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = before === undefined ? sourceIp : `${before}, ${sourceIp}`;
  headers['x-forwarded-port'] ??= `${socket.localPort}`;
  headers['x-forwarded-proto'] ??= 'http';
  return headers;
}

/** Decodes a query into its values by name; several values of one name are joined with commas. */
function joined(query: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = name in values ? `${values[name]},${value}` : value;
  }
  return values;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let lastSecond = 0;
let lastTime = '';

/** Formats a time like an access log, e.g. `01/May/2026:12:00:00 +0000`. */
function timeOf(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    const [date, time] = new Date(milliseconds).toISOString().split(/[T.]/) as [string, string];
    const [year, month, day] = date.split('-');
    lastTime = `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
  }
  return lastTime;
}
