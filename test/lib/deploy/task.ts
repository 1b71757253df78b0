/** The artifact as AWS Lambda has it: its files in a folder where there is nothing else, and what it finds around it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import Stripe from 'stripe';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import { outputOf } from '#lib/deploy/functions.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import type { Sent } from '../../helpers/call.ts';
import { cardEnvironment, TABLE, tokenOf, WEBHOOK_SECRET } from '../../helpers/cards.ts';
import { startSandbox } from '../../helpers/noted-sandbox.ts';
import { testKey } from '../../helpers/sandbox.ts';
import { json, startUpstream } from '../../helpers/upstream.ts';
import { sentTo, validArguments } from '../../helpers/valid-call.ts';
import { type GatewayRequest, requestOf } from './events.ts';
import { unpack } from './unzip.ts';

/** A task. */
export interface Task {
  /** The folder that AWS Lambda calls LAMBDA_TASK_ROOT. */
  readonly root: string;
  /** All that is in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const RATE_LIMITS = 'rate-limits-of-the-tests';
const KEY_PARAMETER = '/stripe-socket/test/card-stripe-key';

/** Unpacks the archive, with a sandbox, a DynamoDB and a Systems Manager in its surroundings. */
export async function startTask(archive: Buffer): Promise<Task> {
  const root = await mkdtemp(join(tmpdir(), 'stripe-socket-task-'));
  const [sandbox, dynamo, systemsManager] = await Promise.all([
    startSandbox({ port: 0 }),
    startDynamoDb(TABLE),
    startUpstream((response) =>
      json(response, 200, { Parameters: [{ Name: KEY_PARAMETER, Value: testKey() }] }),
    ),
  ]);
  await unpack(archive, root);
  await createRateLimits(dynamo.url);
  return {
    root,
    environment: {
      ...ofLambda(root),
      ...cardEnvironment(dynamo.url, sandbox.url, `ssm:${KEY_PARAMETER}`),
      RATE_LIMIT_TABLE: RATE_LIMITS,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
      AWS_ENDPOINT_URL_SSM: systemsManager.url,
    },
    close: async () => {
      await Promise.all([sandbox, dynamo, systemsManager].map((one) => one.close()));
      await rm(root, { recursive: true });
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function ofLambda(root: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_FUNCTION_NAME: 'stripe-socket-test',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/stripe-socket-test',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/05/01/stripe-socket-test[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_REGION: 'us-east-1',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'session',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: root,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/bin:/bin',
    TZ: ':UTC',
  };
}

async function createRateLimits(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  await client.send(
    new CreateTableCommand({
      TableName: RATE_LIMITS,
      KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  client.destroy();
}

/** The function of an endpoint as AWS Lambda is told of it. */
export function handlerOf({ file }: Pick<Entry, 'file'>): string {
  return `dist/functions/${outputOf(file)}.handler`;
}

/** A call of an endpoint that nothing is wrong with. */
export async function validRequest(entry: Entry): Promise<GatewayRequest> {
  const { path: route } = entry;
  const sent = await validSent(entry);
  const method = entry.method === '*' ? 'GET' : entry.method;
  return requestOf({ method, route, path: sent.path ?? route }, sent);
}

/** An image of one pixel. */
const IMAGE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function validSent(entry: Entry): Promise<Sent> {
  const { surface, manifestData } = entry.endpoint;
  if (surface === 'webhook') {
    const event = {
      id: 'evt_1',
      object: 'event',
      type: 'ping',
      created: 1_467_763_200,
      data: { object: {} },
    };
    const payload = JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    return { body: payload, headers: { 'stripe-signature': signature } };
  }
  const key =
    surface === 'card'
      ? await tokenOf({ account: 'a-1', role: (manifestData as CardManifestData).role })
      : testKey();
  const args = validArguments(entry);
  return sentTo(entry, 'file' in args ? { ...args, file: IMAGE } : args, key);
}
