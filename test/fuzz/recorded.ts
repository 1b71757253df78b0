/** Records what the sandbox answers to every call that an endpoint makes, for answers to be made of. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { TODAY } from '#lib/operations/operation.ts';
import { apiAt, type Reply } from '../helpers/api.ts';
import { type Block, runWith } from '../lib/surfaces/block/blocks.ts';
import * as scenario from '../lib/surfaces/block/scenario.ts';
import { callerAt } from '../lib/surfaces/rest/client.ts';
import { callEverything } from '../lib/surfaces/rest/everything.ts';

/**
 * Calls everything that endpoints call.
 * @param url where the calls are recorded; the environment has it as Stripe's address
 * @param sandbox where the sandbox itself is
 * @param key of an account without plans and customers
 */
export async function callAll(
  entries: readonly Entry[],
  url: string,
  sandbox: string,
  key: string,
): Promise<void> {
  const blocks = new Map(
    entries
      .filter(({ endpoint: { surface, operation } }) => surface === 'block' && operation !== undefined)
      .map((entry) => [entry.name, entry as Block]),
  );
  const advance = async (seconds: number) => {
    await apiAt(sandbox, key).post('/_sandbox/clock', { advance: seconds });
  };
  for (const play of Object.values(scenario)) {
    await play({ run: runWith(blocks, key), advance });
  }
  const ask = callerAt(url, `${key}_of_2013`, '2013-08-13');
  await callEverything((method, path, parameters = {}) => {
    // The REST API takes an invoice's id in its lines' query as well; Stripe does not.
    const { id: _, ...rest } = parameters as { id?: unknown };
    return ask(method, path, method === 'GET' ? rest : parameters);
  });
  await callTheRest(url, `${key}_rest`);
}

/** What only sockets and the card service call. */
async function callTheRest(url: string, key: string): Promise<void> {
  const { at: atVersion, get, post, del } = apiAt(url, key);
  const plan = { amount: 1000, currency: 'usd', interval: 'month', name: 'Gold' };
  await post('/v1/plans', { id: 'gold', ...plan });
  const customer: Reply = await post('/v1/customers', { source: 'tok_visa' });
  const at = `/v1/customers/${customer.id}`;
  const { id } = await post(`${at}/subscriptions`, { plan: 'gold' });
  await get(`${at}/subscriptions/${id}`);
  await post(`${at}/subscriptions/${id}`, { quantity: 2 });
  await get('/v1/subscriptions', { customer: customer.id });
  await del(`${at}/subscriptions/${id}`);
  await get(`${at}/sources`, { object: 'card' });
  await atVersion(TODAY).get(`/v1/payment_methods/${customer.default_source}`);
  await get('/v1/customers', { limit: 100 });
}
