/** Old clients call `/v1` over HTTP, in both ways of paying with cards. */

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { oldClient } from '../helpers/old-clients.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { POLICIES_OF, WAYS } from '../helpers/ways.ts';
import { unrecognizedOf } from './requests.ts';
import { servedFrom } from './served.ts';
import { testStories } from './story.ts';

describe.each(WAYS)('paying by %s', (way) => {
  const sandbox = testSandbox({ policies: POLICIES_OF[way] });
  const served = servedFrom('sources', sandbox, way);
  testStories({
    get url() {
      return served.url;
    },
    defaultVersion: '2013-08-13',
  });
});

describe('what is not in the RAML', () => {
  const sandbox = testSandbox();
  const served = servedFrom('sources', sandbox, 'charges');

  test('of all that the client of 2013 can call, is this', async () => {
    const { unrecognized } = await unrecognizedOf('stripe-2013', served.url, testKey(), '2013-08-13');
    const readme = await readFile(new URL('../../functions/rest/README.md', import.meta.url), 'utf8');
    const [, section] = /^Seven methods [\s\S]*?^(- [\s\S]*?)\n\n/m.exec(readme)!;
    const told = [...section!.matchAll(/`([\w.]+)`/g)].map(([, name]) => name);
    expect(told).toHaveLength(7);
    expect(unrecognized).toEqual(told);
  });

  test.each([
    ['stripe-2013', 'StripeInvalidRequest'],
    ['stripe-node-3', 'StripeInvalidRequest'],
    ['stripe-node-4', 'StripeInvalidRequestError'],
  ] as const)('is an invalid request to %s', async (name, type) => {
    const { applicationFees } = oldClient(name, served.url, testKey());
    await expect(applicationFees.retrieve('fee_1')).rejects.toMatchObject({
      type,
      message: expect.stringContaining('Unrecognized request URL (GET: /v1/application_fees/fee_1)'),
    });
  });
});

describe('headers of replies', () => {
  const sandbox = testSandbox();
  const served = servedFrom('sources', sandbox, 'charges');
  let key: string;
  beforeEach(() => {
    key = testKey();
  });

  /** The headers of a reply, with their names as they were written. */
  async function headersOf(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body = '',
  ): Promise<{ status: number; headers: Record<string, string> }> {
    const request = http.request(`${served.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      agent: false,
    });
    request.end(body);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await buffer(response);
    const pairs = response.rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0 ? [[name, all[index + 1]!] as const] : [],
    );
    return { status: response.statusCode!, headers: Object.fromEntries(pairs) };
  }

  const request = expect.stringMatching(/^req_\w+$/);
  const version = '2013-08-13';
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  // The client for PHP of 2016 finds `Request-Id` by exactly this name.
  test.each([
    ['an object', 200, 'GET', '/v1/account'],
    ['an object that is not there', 404, 'GET', '/v1/charges/ch_1'],
    [
      'a card that is declined',
      402,
      'POST',
      '/v1/charges',
      'amount=900&currency=usd&card=tok_chargeDeclined',
    ],
    ['a request that Stripe rejects', 400, 'POST', '/v1/charges', 'amount=900&currency=usd&customer=cus_1'],
  ])('Stripe’s are spelled as Stripe spells them: %s', async (_, status, method, path, body = '') => {
    const reply = await headersOf(method, path, form, body);
    expect(reply).toMatchObject({
      status,
      headers: { 'Request-Id': request, 'Stripe-Version': version, 'Content-Type': expect.any(String) },
    });
  });

  test('Stripe’s are spelled as Stripe spells them: a request that was made before', async () => {
    const make = () => headersOf('POST', '/v1/customers', { ...form, 'idempotency-key': 'a-key' });
    const first = await make();
    expect(first.headers).toMatchObject({ 'Request-Id': request, 'Idempotency-Key': 'a-key' });
    expect((await make()).headers).toMatchObject({
      'Request-Id': request,
      'Original-Request': first.headers['Request-Id'],
      'Idempotent-Replayed': 'true',
    });
  });

  test('those of a request that Stripe is not asked are spelled alike', async () => {
    expect(await headersOf('GET', '/v1/account', { authorization: '' })).toMatchObject({
      status: 401,
      headers: { 'WWW-Authenticate': 'Basic realm="Stripe"', 'Content-Type': expect.any(String) },
    });
    expect(await headersOf('GET', '/v1/charges?count=0')).toMatchObject({
      status: 400,
      headers: { 'Content-Type': expect.any(String), 'X-Correlation-Id': expect.any(String) },
    });
  });
});
