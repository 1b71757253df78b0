/** What is wrong with requests whatever they are about: keys, paths, parameters, lists, idempotency. */
import { chosen, get, post } from './table.ts';

const charge = { amount: 500, currency: 'usd', source: 'tok_visa' };

export const REQUESTS = [
  // Keys (https://stripe.com/docs/api#authentication).
  get('/v1/charges', {}, 401, { headers: { authorization: '' } }),
  get('/v1/charges', {}, 401, { headers: { authorization: 'Bearer sk_nonsense' } }),
  get('/v1/charges', {}, 401, { headers: { authorization: 'Bearer sk_live_4242' } }),
  get('/v1/charges', {}, 401, { headers: { authorization: 'Basic Og==' } }),
  get('/v1/charges', {}, 401, { headers: { authorization: 'Digest username="x"' } }),
  get('/v1/charges', {}, 401, { headers: { authorization: 'Bearer $publishable' } }),
  get('/v1/charges', {}, 401, { headers: { 'stripe-account': 'acct_of_nobody00' } }),
  // Paths and methods.
  get('/v1/nothing', {}, 404),
  get('/v1/charges/', {}, 404),
  get('/v2/charges', {}, 404),
  get('/v2', {}, 404),
  get('/v1/tokens', {}, 404),
  post('/v1/balance', {}, 404),
  post('/v1/events', {}, 404),
  post('/v1/charges/$charge/nothing', {}, 404),
  // Versions.
  get('/v1/charges', {}, 400, { headers: { 'stripe-version': '2016-13-45' } }),
  get('/v1/charges', {}, 400, { headers: { 'stripe-version': 'newest' } }),
  // Parameters (unknown ones are refused since 2011-06-21).
  post('/v1/charges', { ...charge, colour: 'red' }, 400, { param: 'colour' }),
  post('/v1/charges', { ...charge, shipping: { colour: 'red' } }, 400, { param: 'shipping[colour]' }),
  get('/v1/charges', { colour: 'red' }, 400, { param: 'colour' }),
  get('/v1/charges/$charge', { colour: 'red' }, 400, { param: 'colour' }),
  post('/v1/charges', { ...charge, metadata: { ['k'.repeat(41)]: 'v' } }, 400, { param: 'metadata' }),
  post('/v1/charges', { ...charge, metadata: { key: 'v'.repeat(501) } }, 400, { param: 'metadata' }),
  post('/v1/charges', { ...charge, metadata: 'text' }, 400, { param: 'metadata' }),
  post('/v1/charges', { ...charge, expand: ['nothing'] }, 400, chosen('expand')),
  get('/v1/charges/$charge', { expand: ['customer.a.b.c.d'] }, 400, chosen('expand')),
  // Lists.
  get('/v1/charges', { limit: 0 }, 400, { param: 'limit' }),
  get('/v1/charges', { limit: 101 }, 400, { param: 'limit' }),
  get('/v1/charges', { limit: 'ten' }, 400, { param: 'limit' }),
  get('/v1/charges', { limit: -1 }, 400, { param: 'limit' }),
  get('/v1/charges', { starting_after: 'ch_nothing' }, 400, { param: 'starting_after' }),
  get('/v1/charges', { ending_before: 'ch_nothing' }, 400, { param: 'ending_before' }),
  get('/v1/customers', { starting_after: '$charge' }, 400, { param: 'starting_after' }),
  get('/v1/charges', { created: { gte: 'yesterday' } }, 400, { param: 'created[gte]' }),
  get('/v1/charges', { created: { since: 5 } }, 400, { param: 'created[since]' }),
  get('/v1/charges', { created: 'today' }, 400, { param: 'created' }),
  // Idempotency (https://stripe.com/docs/api#idempotent_requests).
  post('/v1/charges', { ...charge, amount: 600 }, 400, {
    type: 'idempotency_error',
    headers: { 'idempotency-key': '$used' },
  }),
  post('/v1/customers', {}, 400, { type: 'idempotency_error', headers: { 'idempotency-key': '$used' } }),
  post('/v1/charges', charge, 400, { headers: { 'idempotency-key': 'k'.repeat(256) } }),
];
