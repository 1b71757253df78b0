/** A CONNECTOR_STATE_SECRET that refers to a secret elsewhere. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { handler as onNewCustomer } from '../../../../functions/connector/OnNewCustomer.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';
import { json, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { Flow, stillClock } from './flow.ts';

const SECRET = 'what the flows are signed with, of more than 32 characters';

const sandbox = testSandbox();
let systemsManager: Upstream;
let parameters: { Name: string; Selector?: string; Value: string }[];

stillClock();
beforeAll(async () => {
  systemsManager = await startUpstream((response) => json(response, 200, { Parameters: parameters }));
  Object.assign(process.env, {
    STRIPE_API_BASE: sandbox.url,
    AWS_ENDPOINT_URL_SSM: systemsManager.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
beforeEach(() => {
  systemsManager.seen.length = 0;
});
afterAll(() => systemsManager.close());

const flow = () => new Flow(onNewCustomer, 'OnNewCustomer', { key: testKey() });

test('signs with what it refers to, and asks for it once', async () => {
  process.env['CONNECTOR_STATE_SECRET'] = 'ssm:/stripe-socket/prod/state:2';
  parameters = [{ Name: '/stripe-socket/prod/state', Selector: ':2', Value: SECRET }];
  const following = flow();
  expect((await following.poll()).status).toBe(202);
  expect(systemsManager.seen.map(({ body }) => JSON.parse(body).Names)).toEqual([
    ['/stripe-socket/prod/state:2'],
  ]);
  // The same secret as it is opens the state that was given out.
  process.env['CONNECTOR_STATE_SECRET'] = SECRET;
  expect((await following.look()).status).not.toBe(400);
  process.env['CONNECTOR_STATE_SECRET'] = 'another secret of more than 32 characters';
  expect((await following.look()).status).toBe(400);
});

test.each([
  ['is not there', []],
  ['is too short', [{ Name: '/short', Value: 'short' }]],
])('that %s is no fault of the caller, and is asked for again', async (_, found) => {
  process.env['CONNECTOR_STATE_SECRET'] = 'ssm:/short';
  parameters = found;
  const { status, body } = await flow().look();
  expect([status, body.message]).toEqual([
    503,
    'The connector is not configured. The log says what is missing.',
  ]);
  expect((await flow().look()).status).toBe(503);
  expect(systemsManager.seen).toHaveLength(2);
});
