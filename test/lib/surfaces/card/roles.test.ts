import { beforeAll, describe, expect, test } from '@jest/globals';
import { ROLES, type Role } from '#lib/surfaces/card/identity.ts';
import { call } from '../../../helpers/call.ts';
import {
  addCard,
  endpoints as all,
  CARD,
  type Claims,
  callAs,
  cardToken,
  type endpoints,
  newAccount,
  setupCardService,
  tokenOf,
} from './helpers.ts';

const bench = setupCardService();

type Name = keyof typeof endpoints;

/** The least role that may call each, as the contract says. */
const NEEDED: Record<Name, Role> = {
  create: 'owner',
  find: 'admin',
  get: 'admin',
  remove: 'owner',
  updateCurrent: 'owner',
  getStripe: 'admin',
};

/** Whom a card is of: the caller's account, or another one. */
const CARDS = ['own', 'other'] as const;

interface Caller {
  readonly role: Role;
  readonly accounts?: 'all';
}

const CALLERS: readonly Caller[] = [
  ...ROLES.map((role) => ({ role })),
  ...ROLES.map((role) => ({ role, accounts: 'all' as const })),
];

let own: string;
let other: string;

beforeAll(async () => {
  [own, other] = [newAccount(), newAccount()];
  await addCard(bench, own);
  await addCard(bench, other);
});

/** A card to call with; removing one needs a new one each time. */
async function cardOf(whose: (typeof CARDS)[number]): Promise<string> {
  return (await addCard(bench, whose === 'own' ? own : other)).id;
}

function expected(name: Name, { role, accounts }: Caller, whose: (typeof CARDS)[number]): number {
  if (ROLES.indexOf(role) < ROLES.indexOf(NEEDED[name])) {
    return 403;
  }
  const reachesAll = role === 'admin' && accounts === 'all' && NEEDED[name] === 'admin';
  return whose === 'own' || reachesAll ? (name === 'getStripe' ? 204 : 200) : 404;
}

const pairs = CALLERS.flatMap((caller) =>
  CARDS.flatMap((whose) =>
    (['get', 'remove', 'updateCurrent', 'getStripe'] as const).map(
      (name) => [name, caller.role, caller.accounts ?? 'own', whose, caller] as const,
    ),
  ),
);

describe('a card', () => {
  test.each(pairs)('%s by role %s reaching %s accounts, with the %s account’s card', async (...pair) => {
    const [name, , , whose, caller] = pair;
    const claims: Claims = { account: own, ...caller };
    const id = await cardOf(whose);
    const { status, body } = await callAs(claims, name, { id });
    expect(status).toBe(expected(name, caller, whose));
    if (status === 403) {
      expect(body.error.code).toBe('role_insufficient');
      expect(body.error.message).toContain(`role ${NEEDED[name]}`);
    }
    const kept = await callAs({ account: whose === 'own' ? own : other, role: 'admin' }, 'get', { id });
    expect(kept.status).toBe(name === 'remove' && status === 200 ? 404 : 200);
  });
});

describe('create', () => {
  test.each(CALLERS)('by %j', async (caller) => {
    const { status, body } = await callAs({ account: own, ...caller }, 'create', {
      ...CARD,
      stripeToken: await cardToken(bench),
      accountId: other,
      account: other,
    });
    expect(status).toBe(caller.role === 'owner' ? 200 : 403);
    expect(body.accountId ?? own).toBe(own);
  });
});

describe('find', () => {
  test.each(CALLERS)('by %j', async (caller) => {
    for (const index of [undefined, 'primary', 'gs1']) {
      const { status, body } = await callAs({ account: own, ...caller }, 'find', {
        limit: 1000,
        index,
        accountId: other,
      });
      expect(status).toBe(caller.role === 'user' ? 403 : 200);
      const accounts = new Set((body.data ?? []).map(({ accountId }: { accountId: string }) => accountId));
      const all = caller.role === 'admin' && caller.accounts === 'all' && index !== 'primary';
      expect([...accounts].sort()).toEqual(status === 403 ? [] : all ? [own, other].sort() : [own]);
    }
  });

  test('no `where` of an account’s own reaches another account', async () => {
    const { body } = await callAs({ account: own, role: 'admin' }, 'find', {
      where: `\${accountId} = {${other}}`,
    });
    expect(body).toEqual({ data: [] });
  });
});

describe('without a token that is taken', () => {
  test.each(Object.keys(all) as Name[])('%s answers 401, before it looks at anything', async (name) => {
    for (const key of [undefined, 'sk_test_1', `${await tokenOf({ account: own, role: 'owner' })}x`]) {
      const sent = { ...(key !== undefined && { key }), body: '{"number": 4242424242424242,' };
      const { status, headers, body } = await call(all[name], sent);
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toMatch(/^Bearer /);
      expect(body.error.type).toBe('invalid_request_error');
      expect(JSON.stringify(body)).not.toContain('4242');
    }
  });
});
