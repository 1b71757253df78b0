/**
 * Calls AWS services that speak its JSON protocol (DynamoDB, Systems Manager). The few calls made here need a signature,
 * timeouts and retries. AWS's own clients bring sixty times the code, and every new instance would have to load it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import aws4, { type Credentials } from 'aws4';
import type { Failure } from '#lib/http/errors.ts';
import { objectIn } from '#lib/http/json-object.ts';
import { type HttpResponse, post, type Timeouts } from './http.ts';

/** The services, by their names in the protocol. */
const SERVICES = {
  dynamodb: { target: 'DynamoDB_20120810', contentType: 'application/x-amz-json-1.0' },
  ssm: { target: 'AmazonSSM', contentType: 'application/x-amz-json-1.1' },
} as const;

/** A supported service. */
export type Service = keyof typeof SERVICES;

/** The options of a client. */
export interface ClientOptions {
  readonly service: Service;
  /** The endpoint, if it is not AWS's own. Requests to it use dummy credentials. */
  readonly endpoint?: string | undefined;
  /** The maximum number of attempts. */
  readonly attempts: number;
  readonly timeouts: Timeouts;
}

/** Calls an operation of a service, e.g. `GetItem`. Throws {@link AwsError}. */
export type CallAws = (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

/** A call to AWS failed after all attempts. Its name is AWS's error code. */
export class AwsError extends Error {
  /** Whether a retry may succeed: AWS was unreachable, overloaded, or had an internal error. */
  readonly isTransient: boolean;
  readonly failure: Failure = 'aws_error';

  constructor(code: string, message: string, isTransient: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = code;
    this.isTransient = isTransient;
  }
}

/** Creates a client for a service. It reads credentials and region from the environment on each call. */
export function awsClient({ service, endpoint, attempts, timeouts }: ClientOptions): CallAws {
  return async (operation, input) => {
    const body = JSON.stringify(input);
    const { url, region, credentials } = endpoint === undefined ? onAws(service) : elsewhere(endpoint);
    const { target, contentType } = SERVICES[service];
    const headers = { 'Content-Type': contentType, 'X-Amz-Target': `${target}.${operation}` };
    for (let failures = 0; ; ) {
      try {
        const signed = aws4.sign(
          { service, region, method: 'POST', host: url.host, path: url.pathname, headers, body },
          credentials,
        );
        return read(operation, await send(operation, url, signed.headers, body, timeouts));
      } catch (error) {
        failures += 1;
        if (!(error instanceof AwsError && error.isTransient) || failures === attempts) {
          throw error;
        }
        await sleep(backoff(error.name, failures));
      }
    }
  };
}

/**
 * The delay before the next attempt, in milliseconds. It is a random part of a time that doubles, so that clients do
 * not retry all at once. Throttled calls wait longer.
 */
export function backoff(code: string, failures: number): number {
  const base = THROTTLED.test(code) ? 200 : 25;
  return Math.random() * base * 2 ** failures;
}

/** Error codes of throttled calls. */
const THROTTLED = /Throttl|ThroughputExceeded|RequestLimitExceeded|TooManyRequests/;

async function send(
  operation: string,
  url: URL,
  headers: Readonly<Record<string, string | number | readonly string[] | undefined>> | undefined,
  body: string,
  timeouts: Timeouts,
): Promise<HttpResponse> {
  try {
    return await post(url, { ...headers } as Record<string, string>, body, timeouts);
  } catch (error) {
    throw new AwsError('NetworkError', `${operation}: ${(error as Error).message}`, true, error);
  }
}

/** The result of a call, or its error. */
function read(operation: string, { status, headers, text }: HttpResponse): Readonly<Record<string, unknown>> {
  const content = objectIn(text);
  if (status === 200 && content !== undefined) {
    return content;
  }
  const type = headers['x-amzn-errortype'] ?? content?.['__type'] ?? `HTTP ${status}`;
  const [code = ''] = String(type).replace(/^.*#/, '').split(':');
  const said = content?.['message'] ?? content?.['Message'] ?? 'The response is not from AWS.';
  const isTransient = status === 200 || status >= 500 || status === 429 || THROTTLED.test(code);
  throw new AwsError(code, `${operation}: ${said}`, isTransient);
}

interface Place {
  readonly url: URL;
  readonly region: string;
  readonly credentials: Credentials;
}

/**
 * A service at AWS, with the credentials that AWS Lambda, or `aws configure export-credentials`, puts into the
 * environment.
 */
function onAws(service: Service): Place {
  const region = needed('AWS_REGION', process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION']);
  const given = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || process.env['AWS_ENDPOINT_URL'];
  return {
    url: new URL(given || `https://${service}.${region}.${domainOf(region)}`),
    region,
    credentials: {
      accessKeyId: needed('AWS_ACCESS_KEY_ID', process.env['AWS_ACCESS_KEY_ID']),
      secretAccessKey: needed('AWS_SECRET_ACCESS_KEY', process.env['AWS_SECRET_ACCESS_KEY']),
      ...(process.env['AWS_SESSION_TOKEN'] && { sessionToken: process.env['AWS_SESSION_TOKEN'] }),
    },
  };
}

/** The regions of China and the European sovereign cloud have their own domains. */
function domainOf(region: string): string {
  return region.startsWith('cn-')
    ? 'amazonaws.com.cn'
    : region.startsWith('eusc-')
      ? 'amazonaws.eu'
      : 'amazonaws.com';
}

function needed(name: string, value: string | undefined): string {
  if (!value) {
    throw new AwsError('ConfigurationError', `${name} is not set; AWS calls require it.`, false);
  }
  return value;
}

/** A service elsewhere, which requires credentials and a region but checks neither. */
function elsewhere(endpoint: string): Place {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { url: new URL(endpoint), region: 'us-east-1', credentials };
}
