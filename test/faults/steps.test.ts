/** Endpoints that take several steps: whatever goes wrong between them, a call that is repeated ends as one. */
import { describe, expect, test } from '@jest/globals';
import { handler as deleteCard } from '../../functions/socket/delete-card.ts';
import { handler as subscribeCustomer } from '../../functions/socket/subscribe-customer.ts';
import { type Api, apiAt, type Reply } from '../helpers/api.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { armFaults, disarm, STRIPE_TIMEOUT } from './faults.ts';
import { type Final, untilFinal } from './outcome.ts';

process.env['STRIPE_TIMEOUT'] = String(STRIPE_TIMEOUT);

const sandbox = testSandbox();
const SEEDS = ['a', 'c', 'd'];
/** Half of the requests go wrong. */
const SHARE = 0.5;

describe('subscribe-customer with a card that the customer has', () => {
  test.each(SEEDS)('ends with one subscription and that default source, seed %s', async (seed) => {
    const api = apiAt(sandbox.url);
    await api.post('/v1/plans', {
      id: 'gold',
      amount: 500,
      currency: 'usd',
      interval: 'month',
      name: 'Gold',
    });
    const { id: customer } = await api.post('/v1/customers', { source: 'tok_visa' });
    const { id: card } = await api.post(`/v1/customers/${customer}/sources`, { source: 'tok_mastercard' });
    await armFaults(api, SHARE, seed);
    const sent = { key: api.key, body: { plan: 'gold', customer, card } };
    const made = await untilDone(async (key) => (await untilFinal(subscribeCustomer, sent, key)).outcome);
    await disarm(api);
    const { data } = await api.get('/v1/subscriptions', { customer, status: 'all' });
    expect(data.map(({ id }: { id: string }) => id)).toEqual([made.id]);
    expect(await api.get(`/v1/customers/${customer}`)).toMatchObject({ default_source: card });
    expect((await api.get('/v1/charges')).data).toHaveLength(1);
  });
});

describe('delete-card without a customer', () => {
  test.each(SEEDS)('ends with the card gone and all others there, seed %s', async (seed) => {
    const api = apiAt(sandbox.url);
    const cards = await Promise.all([1, 2, 3].map(() => cardOf(api)));
    await armFaults(api, SHARE, seed);
    const card = cards[1]!;
    const { outcome, calls } = await untilFinal(deleteCard, { key: api.key, body: { card: card.id } }, seed);
    await disarm(api);
    // A repeated call may find that the one before has done it.
    expect(outcome).toMatchObject(
      calls === 1 ? { kind: 'done', object: { deleted: true, id: card.id } } : expect.anything(),
    );
    const left = await Promise.all(cards.map(({ customer }) => api.get(`/v1/customers/${customer}/sources`)));
    expect(left.map(({ data }) => data.length)).toEqual([1, 0, 1]);
  });
});

async function cardOf(api: Api): Promise<{ id: string; customer: string }> {
  const { id: customer, default_source: id } = await api.post('/v1/customers', { source: 'tok_visa' });
  return { id, customer };
}

/** Repeats a call under another key when Stripe keeps a failure of its own for the one before. */
async function untilDone(attempt: (key: string) => Promise<Final>): Promise<Reply> {
  for (let round = 0; ; round += 1) {
    const outcome = await attempt(`round-${round}`);
    if (outcome.kind === 'done') {
      return outcome.object;
    }
    expect(outcome.status).toBe(500);
  }
}
