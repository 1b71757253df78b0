/**
 * Makes events of requests, as HTTP APIs of API Gateway send them (format 2.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DEFAULT_ROUTE } from '#lib/endpoint/routes.ts';
import type { Match } from './router.ts';

/** What an event is made of. */
export interface Received extends Match {
  readonly request: IncomingMessage;
  /** The path and the query as the caller wrote them, without the question mark between them. */
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly requestId: string;
}

/** Headers of one connection, which a gateway keeps to itself. Its cookies have a place of their own. */
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

/** The types whose bodies API Gateway passes on as text; all others, those of forms too, it encodes as Base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml)\b)/i;

/** What stands for the account, the API and its domain, of which there are none here. */
const ACCOUNT = 'local';

/** Makes the event of a request. */
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

/** The headers of a request, and those in which each proxy says whom it speaks for, as API Gateway adds them. */
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

/** The values of a query by their names, decoded; those of one name with commas between them. */
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

/** A time as access logs write it, e.g. `01/May/2026:12:00:00 +0000`. */
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
