/** Calls of AWS: what is sent, what is sent again, and what is told of failures. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError, awsClient, type Service } from '#lib/http/aws/client.ts';
import { dynamoTable } from '#lib/http/aws/dynamodb.ts';
import { json, startUpstream, type Upstream } from '../../../helpers/upstream.ts';

const TIMEOUTS = { connection: 5_000, answer: 5_000 };
const ENVIRONMENT = { ...process.env };

/** What the server does with each request in turn; it answers `{}` to further ones. */
let answers: ((response: Parameters<typeof json>[0]) => void)[] = [];
let aws: Upstream;

beforeAll(async () => {
  aws = await startUpstream((response) => (answers.shift() ?? ((one) => json(one, 200, {})))(response));
});
afterAll(() => aws.close());
beforeEach(() => {
  answers = [];
  aws.seen.length = 0;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: aws.url,
    AWS_ENDPOINT_URL_SSM: aws.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'session',
  });
});
afterEach(() => {
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, ENVIRONMENT);
});

const client = (service: Service = 'dynamodb', endpoint?: string) =>
  awsClient({ service, endpoint, attempts: 3, timeouts: TIMEOUTS });
const failing = (status: number, body: object) => (response: Parameters<typeof json>[0]) =>
  json(response, status, body);
const refusal = async (call: Promise<unknown>): Promise<AwsError> => {
  const error = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(AwsError);
  return error as AwsError;
};

describe('a request', () => {
  test.each([
    ['dynamodb', 'GetItem', 'DynamoDB_20120810.GetItem', 'application/x-amz-json-1.0'],
    ['ssm', 'GetParameters', 'AmazonSSM.GetParameters', 'application/x-amz-json-1.1'],
  ] as const)(
    'to %s is signed with the credentials of the environment',
    async (service, operation, target, type) => {
      await client(service)(operation, { Some: 'ünput' });
      const { method, headers, bytes } = aws.seen[0]!;
      expect([method, JSON.parse(bytes.toString())]).toEqual(['POST', { Some: 'ünput' }]);
      expect(headers).toMatchObject({
        'x-amz-target': target,
        'content-type': type,
        'content-length': String(bytes.byteLength),
        'x-amz-security-token': 'session',
      });
      expect(headers['authorization']).toMatch(
        new RegExp(
          `^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/\\d{8}/eu-west-1/${service}/aws4_request, SignedHeaders=[\\w;-]*x-amz-security-token[\\w;-]*, Signature=[0-9a-f]{64}$`,
        ),
      );
    },
  );

  test('to another DynamoDB has none of the credentials', async () => {
    delete process.env['AWS_REGION'];
    await client('dynamodb', aws.url)('GetItem', {});
    expect(aws.seen[0]!.headers['authorization']).toMatch(/Credential=local\/\d{8}\/us-east-1\//);
    expect(aws.seen[0]!.headers['x-amz-security-token']).toBeUndefined();
  });

  test.each(['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
    'is not sent without %s',
    async (name) => {
      delete process.env[name];
      const { message, isTransient } = await refusal(client()('GetItem', {}));
      expect([message, isTransient]).toEqual([expect.stringContaining(`${name} is not set`), false]);
      expect(aws.seen).toEqual([]);
    },
  );
});

describe('a call', () => {
  const throttled = { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'Slow down.' };
  test.each<[string, (response: Parameters<typeof json>[0]) => void]>([
    ['is throttled', failing(400, throttled)],
    ['meets a failure of AWS’s own', failing(500, { __type: 'InternalServerError' })],
    ['gets an answer that is not AWS’s', (response) => void response.writeHead(200).end('<html>')],
    ['loses its connection', (response) => void response.destroy()],
  ])('that %s is sent again, and fails as transient after three attempts', async (_, answer) => {
    answers = [answer];
    expect(await client()('GetItem', {})).toEqual({});
    expect(aws.seen).toHaveLength(2);
    answers = [answer, answer, answer];
    expect((await refusal(client()('GetItem', {}))).isTransient).toBe(true);
    expect(aws.seen).toHaveLength(5);
  });

  test.each([
    [{ __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message: 'No table.' }],
    [{ __type: 'ResourceNotFoundException:http://internal.amazon.com/coral/', Message: 'No table.' }],
  ])('that is refused is not: %j', async (body) => {
    answers = [failing(400, body)];
    const { name, message, isTransient } = await refusal(client()('GetItem', {}));
    expect([name, message, isTransient]).toEqual(['ResourceNotFoundException', 'GetItem: No table.', false]);
    expect(aws.seen).toHaveLength(1);
  });
});

test('items that a batch left unread are asked for again, and those alone', async () => {
  const table = dynamoTable(client(), 'cards', 'pk');
  const left = { cards: { Keys: [{ pk: { S: 'b' } }], ConsistentRead: true } };
  answers = [
    failing(200, { Responses: { cards: [{ pk: { S: 'a' }, n: { N: '1' } }] }, UnprocessedKeys: left }),
    failing(200, { Responses: { cards: [{ pk: { S: 'b' } }] }, UnprocessedKeys: {} }),
  ];
  expect(await table.getAll([{ pk: 'a' }, { pk: 'b' }])).toEqual([{ pk: 'a', n: 1 }, { pk: 'b' }]);
  expect(JSON.parse(aws.seen[1]!.bytes.toString())).toEqual({ RequestItems: left });
  answers = Array.from({ length: 9 }, () => failing(200, { Responses: {}, UnprocessedKeys: left }));
  expect((await refusal(table.getAll([{ pk: 'b' }]))).isTransient).toBe(true);
});
