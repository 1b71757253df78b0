/**
 * The card service is killed at random moments of its calls, and started again; calls are repeated until they end. No
 * card is lost, none is there twice, and the records here and Stripe agree.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import { readCardConfig } from '#lib/surfaces/card/config.ts';
import { makeService } from '#lib/surfaces/card/service.ts';
import { Random } from '#sandbox/engine/random.ts';
import { type Api, apiAt } from '../helpers/api.ts';
import { cardEnvironment, TABLE, tokenOf } from '../helpers/cards.ts';
import { testKey } from '../helpers/key.ts';
import { startSandbox } from '../helpers/noted-sandbox.ts';
import { cardsAtStripe, takeWay, type Way } from '../helpers/ways.ts';
import { KilledProcess } from './killed-process.ts';

/** A call that the process is asked to make. */
export interface Asked {
  readonly endpoint: 'create' | 'remove' | 'updateCurrent';
  readonly args: object;
  readonly token: string;
}

/** How much is done. */
export interface KillBudget {
  readonly operations: number;
  /** Decides what is done, and when the process is killed. */
  readonly seed: string;
  readonly way: Way;
}

/** What was done. */
export interface Killed {
  readonly operations: number;
  readonly kills: number;
  readonly cards: number;
}

const PROCESS = new URL('./cards-process.ts', import.meta.url);

const ACCOUNTS = ['a-1', 'a-2', 'a-3', 'a-4'];

/** Does so many operations, one after the other, while the process is killed again and again. */
export async function killCards({ operations, seed, way }: KillBudget): Promise<Killed> {
  const random = new Random(`kills ${seed}`);
  const key = testKey();
  const [sandbox, table] = await Promise.all([startSandbox({ port: 0, seed }), startDynamoDb(TABLE)]);
  const environment = cardEnvironment(table.url, sandbox.url, key);
  const service = new KilledProcess<Asked>(PROCESS, { ...environment, CARD_PAYMENTS: way }, random);
  const api = apiAt(sandbox.url, key);
  await takeWay(api, way);
  /** The ids of the cards that each account must have. */
  const expected = new Map(ACCOUNTS.map((account) => [account, new Set<string>()]));
  try {
    for (let done = 0; done < operations; done += 1) {
      const account = ACCOUNTS[Math.floor(random.number() * ACCOUNTS.length)]!;
      await operate(service, api, random, account, expected.get(account)!);
    }
    for (const [account, cards] of expected) {
      await agree(environment, api, account, cards);
    }
    const customers = await api.get('/v1/customers', { limit: 100 });
    ok(customers.data.length <= ACCOUNTS.length, `${customers.data.length} customers were made`);
  } finally {
    await service.end();
    await Promise.all([sandbox.close(), table.close()]);
  }
  const cards = [...expected.values()].reduce((sum, { size }) => sum + size, 0);
  return { operations, kills: service.kills, cards };
}

/** Does one thing to an account, and notes what must have come of it. */
async function operate(
  service: KilledProcess<Asked>,
  api: Api,
  random: Random,
  account: string,
  cards: Set<string>,
) {
  const token = await tokenOf({ account, role: 'owner' });
  const some = [...cards][Math.floor(random.number() * cards.size)];
  const choice = random.number();
  if (some === undefined || choice < 0.5) {
    const made = await api.post('/v1/tokens', {
      card: { number: '4242424242424242', exp_month: 12, exp_year: 2035, cvc: '987' },
    });
    const args = { name: 'Business', number: '4242', month: '12', year: '2035', stripeToken: made.id };
    const { status, body } = await service.ask({ endpoint: 'create', args, token });
    equal(status, 200, `create: ${JSON.stringify(body)}`);
    ok(!cards.has(body.id), `the card ${body.id} was made twice`);
    cards.add(body.id);
  } else if (choice < 0.75) {
    const { status, body } = await service.ask({ endpoint: 'remove', args: { id: some }, token });
    // A repeated call may find that the one before has done it.
    ok([200, 404].includes(status), `remove: ${JSON.stringify(body)}`);
    cards.delete(some);
  } else {
    const args = { id: some, current: choice < 0.95 };
    const { status, body } = await service.ask({ endpoint: 'updateCurrent', args, token });
    equal(status, 200, `updateCurrent: ${JSON.stringify(body)}`);
  }
}

/** Checks that an account has these cards, here and at Stripe, and that both say the same of which one is current. */
async function agree(
  environment: NodeJS.ProcessEnv,
  api: Api,
  accountId: string,
  expected: ReadonlySet<string>,
): Promise<void> {
  const { store } = await makeService(await readCardConfig(environment, async () => []));
  const { cards } = await store.page({ accountId, limit: 1_000 });
  deepEqual(cards.map(({ id }) => id).sort(), [...expected].sort(), `the cards of ${accountId}`);
  const account = await store.account(accountId);
  equal(account?.removing, undefined, 'nothing is left unfinished');
  if (account?.stripeCustomerId === undefined) {
    equal(cards.length, 0);
    return;
  }
  const atStripe = await cardsAtStripe(api, account.stripeCustomerId);
  deepEqual(
    [...atStripe.cards].sort(),
    cards.map(({ stripeCardId }) => stripeCardId).sort(),
    `the cards of ${accountId} at Stripe`,
  );
  if (account.current !== undefined) {
    ok(expected.has(account.current.id), 'the current card is one that there is');
    equal(atStripe.default, account.current.stripeCardId);
  } else {
    ok(expected.size === 0 || account.cleared === true, 'one card is current');
  }
}
