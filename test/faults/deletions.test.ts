/** Deletes whose answer was lost on its way: they end as the success that they were. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { type Api, apiAt, type Reply } from '../helpers/api.ts';
import { call } from '../helpers/call.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { armOnce } from './faults.ts';
import { outcomeOf } from './outcome.ts';

// Otherwise, what removes a card is a POST, whose key tells that it was done.
process.env['CARD_PAYMENTS'] = 'charges';

const sandbox = testSandbox();
const deletions = (await readCatalogue()).filter(({ endpoint }) => endpoint.operation?.method === 'DELETE');

const customer = (api: Api, more: object = {}): Promise<Reply> =>
  api.post('/v1/customers', { source: 'tok_visa', ...more });
const plan = (api: Api): Promise<Reply> =>
  api.post('/v1/plans', { id: uniqueId(), amount: 500, currency: 'usd', interval: 'month', name: 'Gold' });
const coupon = (api: Api): Promise<Reply> =>
  api.post('/v1/coupons', { id: uniqueId(), percent_off: 25, duration: 'forever' });
const product = (api: Api): Promise<Reply> =>
  api.post('/v1/products', { name: 'Shirt', attributes: ['size'] });
const account = (api: Api): Promise<Reply> => api.post('/v1/accounts', { managed: true, country: 'US' });
const subscription = async (api: Api, more: object = {}): Promise<Reply> => {
  const { id } = await customer(api);
  return api.post(`/v1/customers/${id}/subscriptions`, { plan: (await plan(api)).id, ...more });
};

async function cardOfCustomer(api: Api): Promise<Record<string, string>> {
  const { id, default_source } = await customer(api);
  return { customer: id, id: default_source };
}

let ids = 0;
const uniqueId = () => `id-${++ids}`;

/** What makes something that an operation can delete: the values of its path. */
const MAKE: Record<string, (api: Api) => Promise<Record<string, string>>> = {
  '/v1/accounts/{account}': async (api) => ({ account: (await account(api)).id }),
  '/v1/accounts/{account}/external_accounts/{id}': async (api) => {
    const { id } = await account(api);
    const bank = { object: 'bank_account', country: 'US', currency: 'usd', routing_number: '110000000' };
    const external_account = { ...bank, account_number: '000123456789' };
    const path = `/v1/accounts/${id}/external_accounts`;
    await api.post(path, { external_account, default_for_currency: true });
    const other = await api.post(path, { external_account });
    return { account: id, id: other.id };
  },
  '/v1/coupons/{coupon}': async (api) => ({ coupon: (await coupon(api)).id }),
  '/v1/customers/{customer}': async (api) => ({ customer: (await customer(api)).id }),
  '/v1/customers/{customer}/discount': async (api) => ({
    customer: (await customer(api, { coupon: (await coupon(api)).id })).id,
  }),
  '/v1/customers/{customer}/cards/{id}': cardOfCustomer,
  '/v1/customers/{customer}/sources/{id}': cardOfCustomer,
  '/v1/customers/{customer}/subscription': async (api) => ({
    customer: (await subscription(api)).customer,
  }),
  '/v1/customers/{customer}/subscriptions/{subscription}': async (api) => {
    const made = await subscription(api);
    return { customer: made.customer, subscription: made.id };
  },
  '/v1/invoiceitems/{invoiceitem}': async (api) => {
    const item = { customer: (await customer(api)).id, amount: 500, currency: 'usd' };
    return { invoiceitem: (await api.post('/v1/invoiceitems', item)).id };
  },
  '/v1/plans/{plan}': async (api) => ({ plan: (await plan(api)).id }),
  '/v1/products/{id}': async (api) => ({ id: (await product(api)).id }),
  '/v1/recipients/{recipient}': async (api) => ({
    recipient: (await api.post('/v1/recipients', { name: 'Jenny Rosen', type: 'individual' })).id,
  }),
  '/v1/skus/{id}': async (api) => {
    const made = { product: (await product(api)).id, currency: 'usd', price: 500 };
    const more = { inventory: { type: 'infinite' }, attributes: { size: 'M' } };
    return { id: (await api.post('/v1/skus', { ...made, ...more })).id };
  },
  '/v1/subscriptions/{subscription}': async (api) => ({ subscription: (await subscription(api)).id }),
  '/v1/subscriptions/{subscription}/discount': async (api) => ({
    subscription: (await subscription(api, { coupon: (await coupon(api)).id })).id,
  }),
};

/** What each endpoint answered, plainly and when the answer was lost; all at once, since most of it is waiting. */
let answers: Map<string, { plainly: Reply; lost: Reply; armed: Reply }>;
beforeAll(async () => {
  const all = deletions.map(async (entry) => {
    const api = apiAt(sandbox.url);
    const make = MAKE[entry.endpoint.operation!.path]!;
    const plainly = await run(entry, api, await make(api));
    const made = await make(api);
    await armOnce(api, { kind: 'drop_after', method: 'DELETE' });
    const lost = await run(entry, api, made);
    return [entry.file, { plainly, lost, armed: await api.get('/_sandbox/faults') }] as const;
  });
  answers = new Map(await Promise.all(all));
});

describe('a delete whose answer was lost is the success that it was', () => {
  test.each(deletions.map(({ method, path, file }) => [`${method} ${path}`, file]))('%s', (_, file) => {
    const { plainly, lost, armed } = answers.get(file)!;
    expect(armed).toEqual({ data: [] });
    expect(shapeOf(lost)).toEqual(shapeOf(plainly));
  });
});

/** Calls the endpoint that deletes what the values name; it must succeed. */
async function run(
  { handler, endpoint, path }: Entry,
  api: Api,
  values: Record<string, string>,
): Promise<Reply> {
  const args = Object.fromEntries(
    endpoint.arguments
      .filter(({ to }) => to !== undefined && to in values)
      .map(({ name, to }) => [name, values[to!]]),
  );
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? args[name]));
  const body = endpoint.surface === 'block' ? { args } : args;
  const sent = { key: api.key, path: filled, route: path };
  const outcome = outcomeOf(await call(handler, endpoint.method === 'DELETE' ? sent : { ...sent, body }));
  if (outcome.kind !== 'done') {
    throw new Error(`${path} ${JSON.stringify(args)}: ${JSON.stringify(outcome)}`);
  }
  return outcome.object;
}

/** What must be the same of two answers, whatever their ids. */
function shapeOf({ deleted, object, status }: Reply): object {
  return deleted ? { deleted } : { object, status };
}
