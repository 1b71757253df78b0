import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, jest, test } from '@jest/globals';
import { ConfigurationError, readCardConfig } from '#lib/surfaces/card/config.ts';
import { fetchParameters } from '#lib/surfaces/shared/parameter-store.ts';

const COMPLETE = {
  CARD_TABLE: 'cards',
  CARD_STRIPE_KEY: 'sk_test_1',
  CARD_JWT_SECRET: 'a secret that has more than thirty-two bytes',
};
const none = async () => [];

test('a complete configuration', async () => {
  expect(await readCardConfig({ ...COMPLETE, CARD_WEBHOOK_SECRETS: 'whsec_1, whsec_2' }, none)).toEqual({
    table: 'cards',
    tableEndpoint: undefined,
    stripeKey: 'sk_test_1',
    tokens: {
      secret: COMPLETE.CARD_JWT_SECRET,
      jwksUrl: undefined,
      issuer: 'stripe-socket',
      audience: 'stripe-socket-cards',
    },
    webhookSecrets: ['whsec_1', 'whsec_2'],
    rateLimit: 600,
    timeout: 3_000,
  });
});

describe('what is not complete is refused', () => {
  const keys = { CARD_JWT_SECRET: '', CARD_JWKS_URL: 'https://example.com/jwks.json' };
  test.each([
    [{}, 'CARD_TABLE is not set.'],
    [{ ...COMPLETE, CARD_TABLE: '' }, 'CARD_TABLE is not set.'],
    [{ ...COMPLETE, CARD_TABLE: 'a b' }, 'CARD_TABLE must be the name of a DynamoDB table.'],
    [{ ...COMPLETE, CARD_STRIPE_KEY: '' }, 'CARD_STRIPE_KEY is not set.'],
    [{ ...COMPLETE, CARD_JWT_SECRET: '' }, 'Set either CARD_JWT_SECRET or CARD_JWKS_URL.'],
    [{ ...COMPLETE, CARD_JWT_SECRET: 'too short' }, 'CARD_JWT_SECRET must be at least 32 bytes long.'],
    [{ ...COMPLETE, CARD_JWKS_URL: 'https://example.com/' }, 'Set either CARD_JWT_SECRET or CARD_JWKS_URL.'],
    [{ ...COMPLETE, ...keys }, 'CARD_JWKS_URL requires CARD_JWT_ISSUER and CARD_JWT_AUDIENCE.'],
    [{ ...COMPLETE, CARD_JWKS_URL: 'http://example.com/' }, 'CARD_JWKS_URL must be an https URL.'],
    [{ ...COMPLETE, CARD_RATE_LIMIT: 'many' }, 'CARD_RATE_LIMIT must be a whole number.'],
  ])('%j', async (environment, message) => {
    const reading = readCardConfig(environment, none);
    await expect(reading).rejects.toThrow(ConfigurationError);
    await expect(reading).rejects.toThrow(message);
  });
});

test('references are followed, all at once', async () => {
  const fetchSecrets = jest.fn(async (references: readonly string[], _timeout: number) =>
    references.map((reference) => `what ${reference} stands for`),
  );
  const config = await readCardConfig(
    { ...COMPLETE, CARD_STRIPE_KEY: 'ssm:/cards/key', CARD_JWT_SECRET: 'ssm:/cards/jwt/secret' },
    fetchSecrets,
  );
  expect(fetchSecrets).toHaveBeenCalledTimes(1);
  expect(fetchSecrets).toHaveBeenCalledWith(['ssm:/cards/key', 'ssm:/cards/jwt/secret'], 3_000);
  expect(config.stripeKey).toBe('what ssm:/cards/key stands for');
  expect(config.tokens.secret).toBe('what ssm:/cards/jwt/secret stands for');
});

test('what references stand for is fetched from Systems Manager', async () => {
  const asked: { target: unknown; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ target: request.headers['x-amz-target'], body: JSON.parse(await text(request)) });
    const Parameters = [
      { Name: '/b', Value: 'two' },
      { Name: '/a', Value: 'one' },
      { Name: '/a', Selector: ':3', Value: 'three' },
      { Name: '/aws/reference/secretsmanager/name', Value: 'four' },
    ];
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ Parameters, InvalidParameters: ['/c'] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  try {
    expect(await fetchParameters(['ssm:/a', 'ssm:/b', 'ssm:/a'], 3_000)).toEqual(['one', 'two', 'one']);
    expect(asked).toEqual([
      { target: 'AmazonSSM.GetParameters', body: { Names: ['/a', '/b'], WithDecryption: true } },
    ]);
    expect(await fetchParameters(['ssm:/a:3', 'secretsmanager:name', 'ssm:/a'], 3_000)).toEqual([
      'three',
      'four',
      'one',
    ]);
    await expect(fetchParameters(['ssm:/a', 'ssm:/c'], 3_000)).rejects.toThrow(
      'Systems Manager has no parameter /c.',
    );
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
