/** A walk through all 56 operations of the RAML at its version, by an old caller. */
import { type Call, done, type Loose } from './client.ts';

/** An operation that was called, and what it answered. */
export interface Called {
  /** The method and the path, with `{}` in place of ids: `GET /charges/{}`. */
  readonly operation: string;
  readonly body: Loose;
}

/** Calls each of them at least once, and gives what they answered; one that is refused is an error. */
export async function callEverything(call: Call): Promise<Called[]> {
  const seen: Called[] = [];
  /** Ids stand after a `=` in paths, so that the operation can be told: `/charges/=ch_1/refund`. */
  const run = async (method: string, path: string, parameters: object = {}): Promise<Loose> => {
    const body = await done(call(method, path.replaceAll('=', ''), parameters));
    seen.push({ operation: `${method} ${path.replace(/=[^/]+/g, '{}')}`, body });
    return body;
  };
  const number = '4242424242424242';
  const card = { number, exp_month: 12, exp_year: 2040, cvc: '123', name: 'Jenny Rosen' };

  const { id: token } = await run('POST', '/tokens', { card });
  await run('GET', `/tokens/=${token}`);
  await run('POST', '/plans', { id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' });
  await run('POST', '/plans', { id: 'old', name: 'Old', amount: 0, currency: 'USD', interval: 'week' });
  await run('GET', '/plans', { count: 10, offset: 0 });
  await run('GET', '/plans/=gold');
  await run('POST', '/plans/=gold', { name: 'Gold Special' });
  await run('DELETE', '/plans/=old');
  await run('POST', '/coupons', { id: '25OFF', percent_off: 25, duration: 'once' });
  await run('GET', '/coupons');
  await run('GET', '/coupons/=25OFF');

  const { id: customer } = await run('POST', '/customers', { card: token, coupon: '25OFF' });
  await run('GET', '/customers');
  await run('GET', `/customers/=${customer}`);
  await run('POST', `/customers/=${customer}`, { description: 'Jenny Rosen', email: 'jenny@example.com' });
  await run('DELETE', `/customers/=${customer}/discount`);
  await run('DELETE', '/coupons/=25OFF');
  const { id: second } = await run('POST', `/customers/=${customer}/cards`, { card });
  await run('GET', `/customers/=${customer}/cards`, { count: 1, offset: 1 });
  await run('GET', `/customers/=${customer}/cards/=${second}`);
  await run('POST', `/customers/=${customer}/cards/=${second}`, { name: 'Jen', address_city: 'Paris' });
  await run('DELETE', `/customers/=${customer}/cards/=${second}`);

  const { id: charge } = await run('POST', '/charges', { amount: 5000, currency: 'usd', customer });
  await run('GET', '/charges', { count: 3, customer });
  await run('GET', `/charges/=${charge}`);
  await run('POST', `/charges/=${charge}/refund`, { amount: 1000 });
  const held = await run('POST', '/charges', { amount: 700, currency: 'usd', card, capture: false });
  await run('POST', `/charges/=${held.id}/capture`, { amount: 600 });
  for (const step of ['dispute', 'dispute/close']) {
    const disputed = { ...card, number: '4000000000000259' };
    const { id } = await run('POST', '/charges', { amount: 900, currency: 'usd', card: disputed });
    await run('POST', `/charges/=${id}/${step}`, step === 'dispute' ? { evidence: 'She wears them.' } : {});
  }

  await run('POST', `/customers/=${customer}/subscription`, { plan: 'gold', quantity: 2, prorate: true });
  await run('GET', '/invoices/upcoming', { customer });
  const item = { customer, amount: 500, currency: 'usd', description: 'Socks' };
  await run('POST', '/invoiceitems', item);
  const { id: pending } = await run('POST', '/invoiceitems', item);
  await run('GET', '/invoiceitems', { customer, created: { gte: 1 } });
  await run('GET', `/invoiceitems/=${pending}`);
  await run('DELETE', `/invoiceitems/=${pending}`);
  const { id: invoice } = await run('POST', '/invoices', { customer });
  await run('GET', `/invoices/=${invoice}`);
  await run('GET', `/invoices/=${invoice}/lines`, { id: invoice, count: 10 });
  await run('POST', `/invoices/=${invoice}`, { closed: false });
  await run('POST', `/invoices/=${invoice}/pay`);
  await run('DELETE', `/customers/=${customer}/subscription`, { at_period_end: true });

  const { id: recipient } = await run('POST', '/recipients', {
    name: 'Jenny Rosen',
    type: 'individual',
    tax_id: '000000000',
    bank_account: { country: 'US', routing_number: '110000000', account_number: '000123456789' },
  });
  await run('GET', '/recipients', { verified: true });
  await run('GET', `/recipients/=${recipient}`);
  await run('POST', `/recipients/=${recipient}`, { description: 'Knits' });
  const { id: transfer } = await run('POST', '/transfers', { amount: 1000, currency: 'usd', recipient });
  await run('GET', '/transfers', { recipient, status: 'pending' });
  await run('GET', `/transfers/=${transfer}`);
  await run('POST', `/transfers/=${transfer}/cancel`);
  await run('DELETE', `/recipients/=${recipient}`);

  await run('GET', '/account');
  await run('GET', '/balance');
  const { data } = await run('GET', '/balance/history', { count: 1, type: 'charge' });
  await run('GET', `/balance/history/=${data[0].id}`);
  const events = await run('GET', '/events', { type: 'charge.*' });
  await run('GET', `/events/=${events.data[0].id}`);
  await run('DELETE', `/customers/=${customer}`);
  return seen;
}

/** The operations of the RAML, with `{}` in place of the names of ids. */
export const OPERATIONS = [
  'POST /charges',
  'GET /charges',
  'GET /charges/{}',
  'POST /charges/{}/refund',
  'POST /charges/{}/capture',
  'POST /charges/{}/dispute',
  'POST /charges/{}/dispute/close',
  'POST /customers',
  'GET /customers',
  'GET /customers/{}',
  'POST /customers/{}',
  'DELETE /customers/{}',
  'POST /customers/{}/cards',
  'GET /customers/{}/cards',
  'GET /customers/{}/cards/{}',
  'POST /customers/{}/cards/{}',
  'DELETE /customers/{}/cards/{}',
  'POST /customers/{}/subscription',
  'DELETE /customers/{}/subscription',
  'DELETE /customers/{}/discount',
  'POST /plans',
  'GET /plans',
  'GET /plans/{}',
  'POST /plans/{}',
  'DELETE /plans/{}',
  'POST /coupons',
  'GET /coupons',
  'GET /coupons/{}',
  'DELETE /coupons/{}',
  'POST /invoices',
  'GET /invoices/{}',
  'POST /invoices/{}',
  'GET /invoices/{}/lines',
  'POST /invoices/{}/pay',
  'GET /invoices/upcoming',
  'POST /invoiceitems',
  'GET /invoiceitems',
  'GET /invoiceitems/{}',
  'DELETE /invoiceitems/{}',
  'POST /transfers',
  'GET /transfers',
  'GET /transfers/{}',
  'POST /transfers/{}/cancel',
  'POST /recipients',
  'GET /recipients',
  'GET /recipients/{}',
  'POST /recipients/{}',
  'DELETE /recipients/{}',
  'GET /account',
  'GET /balance',
  'GET /balance/history',
  'GET /balance/history/{}',
  'GET /events',
  'GET /events/{}',
  'POST /tokens',
  'GET /tokens/{}',
];
