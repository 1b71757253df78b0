// biome-ignore-all lint/suspicious/noTemplateCurlyInString: one of them looks like a template on purpose.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { HttpError } from '#lib/http/errors.ts';
import { AUDIENCE, ISSUER } from '#lib/surfaces/card/config.ts';
import { type Authenticate, authenticator, authorize, ROLES } from '#lib/surfaces/card/identity.ts';

const SECRET = 'a secret that has more than thirty-two bytes';
const CLAIMS = { account: 'a1', role: 'owner', iss: ISSUER, aud: AUDIENCE };
const now = () => Math.floor(Date.now() / 1000);

const withSecret = authenticator({ secret: SECRET, jwksUrl: undefined, issuer: ISSUER, audience: AUDIENCE });

function sign(claims: JWTPayload, secret = SECRET, alg = 'HS256'): Promise<string> {
  return new SignJWT({ exp: now() + 60, ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret));
}

async function refused(authenticate: Authenticate, token: string | undefined): Promise<HttpError> {
  return authenticate(token).then(
    () => {
      throw new Error('The token was taken.');
    },
    (error) => error,
  );
}

describe('a token signed with the shared secret', () => {
  test('names the account and the role', async () => {
    expect(await withSecret(await sign(CLAIMS))).toEqual({
      account: 'a1',
      role: 'owner',
      allAccounts: false,
    });
  });

  test('lets nobody but an admin reach all accounts', async () => {
    for (const role of ROLES) {
      const { allAccounts } = await withSecret(await sign({ ...CLAIMS, role, accounts: 'all' }));
      expect([role, allAccounts]).toEqual([role, role === 'admin']);
    }
    for (const accounts of [true, ['all'], 'ALL', '*', undefined]) {
      const { allAccounts } = await withSecret(await sign({ ...CLAIMS, role: 'admin', accounts }));
      expect(allAccounts).toBe(false);
    }
  });

  const bad: [string, () => Promise<string | undefined> | string | undefined][] = [
    ['none at all', () => undefined],
    ['no token', () => 'abc'],
    ['parts that are none', () => 'a.b.c'],
    ['an encrypted one', () => 'a.b.c.d.e'],
    ['alg: none', () => new UnsecuredJWT({ ...CLAIMS, exp: now() + 60 }).encode()],
    [
      'alg: none with a signature',
      async () => {
        const [, claims, signature] = (await sign(CLAIMS)).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.${signature}`;
      },
    ],
    [
      'no signature',
      async () => {
        const [header, claims] = (await sign(CLAIMS)).split('.');
        return `${header}.${claims}.`;
      },
    ],
    [
      'other claims than were signed',
      async () => {
        const [header, , signature] = (await sign(CLAIMS)).split('.');
        const claims = Buffer.from(JSON.stringify({ ...CLAIMS, account: 'a2', exp: now() + 60 }));
        return `${header}.${claims.toString('base64url')}.${signature}`;
      },
    ],
    ['another key', () => sign(CLAIMS, 'another secret that has more than thirty-two bytes')],
    ['another algorithm', () => sign(CLAIMS, SECRET, 'HS384')],
    ['one expired', () => sign({ ...CLAIMS, exp: now() - 60 })],
    ['one that never expires', () => sign({ ...CLAIMS, exp: undefined })],
    ['one not valid yet', () => sign({ ...CLAIMS, nbf: now() + 60 })],
    ['another audience', () => sign({ ...CLAIMS, aud: 'another' })],
    ['no audience', () => sign({ ...CLAIMS, aud: undefined })],
    ['another issuer', () => sign({ ...CLAIMS, iss: 'another' })],
    ['no issuer', () => sign({ ...CLAIMS, iss: undefined })],
    ['no account', () => sign({ ...CLAIMS, account: undefined })],
    ['an empty account', () => sign({ ...CLAIMS, account: '' })],
    ['an account that is no text', () => sign({ ...CLAIMS, account: ['a1'] })],
    ['an account that could be another key', () => sign({ ...CLAIMS, account: 'a1#card' })],
    ['an account with a template in it', () => sign({ ...CLAIMS, account: '${name}' })],
    ['no role', () => sign({ ...CLAIMS, role: undefined })],
    ['an unknown role', () => sign({ ...CLAIMS, role: 'root' })],
    ['a role that objects have', () => sign({ ...CLAIMS, role: 'constructor' })],
    ['several roles', () => sign({ ...CLAIMS, role: ['user', 'owner'] })],
  ];
  test.each(bad)('is refused: %s', async (_, make) => {
    const token = await make();
    const error = await refused(withSecret, token);
    expect(error.status).toBe(401);
    expect(error.headers['WWW-Authenticate']).toMatch(/^Bearer realm="card", error="invalid_token"/);
    expect(error.headers['WWW-Authenticate']).not.toMatch(/[^\x20-\x7e]/);
    expect(error.message).not.toContain(token ?? 'no token');
  });
});

describe('a token signed with a published key', () => {
  let server: Server;
  let keys: object[] = [];
  let authenticate: Authenticate;
  let signWith: (claims: JWTPayload, kid?: string) => Promise<string>;
  let url: string;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }];
    signWith = (claims, kid = 'k1') =>
      new SignJWT({ exp: now() + 60, ...claims }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
    server = createServer((_, response) => response.end(JSON.stringify({ keys })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    authenticate = authenticator({ secret: undefined, jwksUrl: url, issuer: ISSUER, audience: AUDIENCE });
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('is taken', async () => {
    expect(await authenticate(await signWith(CLAIMS))).toMatchObject({ account: 'a1', role: 'owner' });
  });

  test('is refused with a key that is not published, or with the public key as a secret', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const stranger = new SignJWT({ ...CLAIMS, exp: now() + 60 })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(privateKey);
    expect((await refused(authenticate, await stranger)).status).toBe(401);
    expect((await refused(authenticate, await signWith(CLAIMS, 'k2'))).status).toBe(401);
    expect((await refused(authenticate, await sign(CLAIMS, JSON.stringify(keys[0])))).status).toBe(401);
    expect((await refused(authenticate, await signWith({ ...CLAIMS, aud: 'x' }))).status).toBe(401);
  });

  test('cannot be told when the keys cannot be had: that is not the caller’s fault', async () => {
    const broken = authenticator({
      secret: undefined,
      jwksUrl: url.replace(/:\d+/, ':1'),
      issuer: ISSUER,
      audience: AUDIENCE,
    });
    expect(await refused(broken, await signWith(CLAIMS))).toMatchObject({
      status: 503,
      code: 'token_keys_unavailable',
    });
  });
});

test('a role may do what those before it may', () => {
  for (const [has, role] of ROLES.entries()) {
    for (const [needs, needed] of ROLES.entries()) {
      const check = () => authorize({ account: 'a1', role, allAccounts: false }, needed);
      if (has >= needs) {
        expect(check).not.toThrow();
      } else {
        expect(check).toThrow(expect.objectContaining({ code: 'role_insufficient', status: 403 }));
      }
    }
  }
});
