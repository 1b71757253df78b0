/** Events as API Gateway sends them, in full, as AWS documents and as were recorded of an API. */
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { encodeForm } from '#lib/stripe/form.ts';
import type { Sent } from '../helpers/call.ts';

/** A request, as a client makes it, to a route of the API. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly query: string;
  /** Header values by their names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/** What a client sends for a call. */
export function requestOf({ method, path, route }: GatewayTarget, sent: Sent): GatewayRequest {
  const text = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
  const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const values = new RegExp(`^${route.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(path)?.slice(1) ?? [];
  const pathParameters = Object.fromEntries(
    names.map((name, index) => [name, decodeURIComponent(values[index]!)]),
  );
  return {
    method,
    path,
    route,
    query: encodeForm(sent.query ?? {}),
    headers: {
      accept: '*/*',
      'accept-encoding': 'gzip, deflate, br',
      ...(text !== undefined && {
        'content-length': `${Buffer.byteLength(text)}`,
        'content-type': typeof sent.body === 'object' ? 'application/json' : 'text/plain',
      }),
      ...(sent.key !== undefined && { authorization: `Bearer ${sent.key}` }),
      host: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      'user-agent': 'curl/8.14.1',
      'x-amzn-trace-id': 'Root=1-6a0f3c2b-4d5e6f708192a3b4c5d6e7f8',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...sent.headers,
    },
    body: text,
    pathParameters: names.length > 0 ? pathParameters : undefined,
  };
}

interface GatewayTarget {
  readonly method: string;
  readonly path: string;
  readonly route: string;
}

const MOMENT = Date.UTC(2026, 4, 1, 12, 0, 0);

/** The event of format 2.0, which HTTP APIs send; the body of a type that they do not know as text is in base64. */
export function eventV2(request: GatewayRequest): APIGatewayProxyEventV2 {
  const { method, path, route, query, headers, body, pathParameters } = request;
  const isBase64Encoded = body !== undefined && headers['content-type'] === 'application/octet-stream';
  return {
    version: '2.0',
    routeKey: route === '$default' ? '$default' : `ANY ${route}`,
    rawPath: path,
    rawQueryString: query,
    headers: { ...headers },
    ...(query !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      domainName: headers['host']!,
      domainPrefix: 'a1b2c3d4e5',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: headers['user-agent']!,
      },
      requestId: 'HJ3kXh1SoAMEPVQ=',
      routeKey: route === '$default' ? '$default' : `ANY ${route}`,
      stage: '$default',
      time: '01/May/2026:12:00:00 +0000',
      timeEpoch: MOMENT,
    },
    ...(pathParameters && { pathParameters: { ...pathParameters } }),
    ...(body !== undefined && { body: isBase64Encoded ? Buffer.from(body).toString('base64') : body }),
    isBase64Encoded,
  };
}

/** The event of format 1.0, which REST APIs send, of a stage that callers write before the path. */
export function eventV1(request: GatewayRequest): APIGatewayProxyEvent {
  const { method, path, route, query, headers, body = null, pathParameters = null } = request;
  const pairs = [...new URLSearchParams(query)];
  const grouped = <T>(values: (all: string[]) => T) =>
    pairs.length === 0
      ? null
      : Object.fromEntries(
          [...Map.groupBy(pairs, ([name]) => name)].map(([name, all]) => [
            name,
            values(all.map(([, value]) => value)),
          ]),
        );
  return {
    resource: route === '$default' ? '/{proxy+}' : route,
    path,
    httpMethod: method,
    headers: { ...headers },
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: grouped((all) => all.at(-1)!),
    multiValueQueryStringParameters: grouped((all) => all),
    pathParameters:
      pathParameters &&
      Object.fromEntries(
        Object.entries(pathParameters).map(([name, value]) => [name, encodeURIComponent(value)]),
      ),
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      apiId: 'f6g7h8i9j0',
      authorizer: undefined,
      domainName: headers['host']!,
      domainPrefix: 'f6g7h8i9j0',
      extendedRequestId: 'HJ3kXh1SoAMFjGg=',
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '203.0.113.7',
        user: null,
        userAgent: headers['user-agent']!,
        userArn: null,
      },
      path: `/test${path}`,
      protocol: 'HTTP/1.1',
      requestId: '6f1d2c3b-4a59-4687-9b1c-0d2e3f405162',
      requestTime: '01/May/2026:12:00:00 +0000',
      requestTimeEpoch: MOMENT,
      resourceId: 'x1y2z3',
      resourcePath: route,
      stage: 'test',
    },
    body,
    isBase64Encoded: false,
  };
}

/** What AWS Lambda tells a function of a call that has 29 seconds. */
export function contextOf(functionName: string): Partial<Context> {
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    logGroupName: '/aws/lambda/stripe-socket-test',
    logStreamName: '2026/05/01/stripe-socket-test[$LATEST]0123456789abcdef0123456789abcdef',
  };
}
