/** Charges, refunds, disputes, tokens, uploads, the balance, events and transfers. */
import { card, chosen, get, post } from './table.ts';

const charge = { amount: 500, currency: 'usd', source: 'tok_visa' };
const number = '4242424242424242';
const fields = { number, exp_month: 12, exp_year: 2040, cvc: '123' };
const good = { object: 'card', ...fields };
const bank = { country: 'US', currency: 'usd', routing_number: '110000000', account_number: '000123456789' };

export const CHARGES = [
  // What a charge needs.
  post('/v1/charges', {}, 400, { param: 'amount' }),
  post('/v1/charges', { currency: 'usd', source: 'tok_visa' }, 400, { param: 'amount' }),
  post('/v1/charges', { amount: 500, source: 'tok_visa' }, 400, { param: 'currency' }),
  post('/v1/charges', { amount: 500, currency: 'usd' }, 400),
  post('/v1/charges', { ...charge, amount: 0 }, 400, { param: 'amount' }),
  post('/v1/charges', { ...charge, amount: -500 }, 400, { param: 'amount' }),
  post('/v1/charges', { ...charge, amount: 5.5 }, 400, { param: 'amount' }),
  post('/v1/charges', { ...charge, amount: 'five' }, 400, { param: 'amount' }),
  post('/v1/charges', { ...charge, amount: '' }, 400, { param: 'amount' }),
  post('/v1/charges', { ...charge, amount: 49 }, 400, { code: 'amount_too_small', param: 'amount' }),
  post('/v1/charges', { ...charge, amount: 29, currency: 'gbp' }, 400, {
    code: 'amount_too_small',
    param: 'amount',
  }),
  post('/v1/charges', { ...charge, amount: 49, currency: 'jpy' }, 400, {
    code: 'amount_too_small',
    param: 'amount',
  }),
  post('/v1/charges', { ...charge, amount: 100_000_000 }, 400, { code: 'amount_too_large', param: 'amount' }),
  post('/v1/charges', { ...charge, currency: 'xyz' }, 400, { param: 'currency' }),
  post('/v1/charges', { ...charge, currency: 'dollars' }, 400, { param: 'currency' }),
  post('/v1/charges', { ...charge, capture: 'maybe' }, 400, { param: 'capture' }),
  post('/v1/charges', { ...charge, customer: 'cus_nothing' }, 400, { param: 'customer' }),
  post('/v1/charges', { ...charge, source: 'tok_nothing' }, 400, { param: 'source' }),
  post('/v1/charges', { ...charge, source: '$usedToken' }, 400, { param: 'source' }),
  post('/v1/charges', { ...charge, customer: '$customer', source: 'card_nothing' }, 400, {
    ...chosen('source'),
    code: 'missing',
  }),
  post('/v1/charges', { amount: 500, currency: 'usd', source: '$card' }, 400, chosen('source')),
  post('/v1/charges', { amount: 500, currency: 'usd', customer: '$bare' }, 402, card('missing', 'card')),
  post('/v1/charges', { ...charge, application_fee: 100 }, 400, chosen('application_fee')),
  post('/v1/charges', { ...charge, destination: 'acct_nothing' }, 400, chosen('destination')),
  post('/v1/charges', { ...charge, statement_descriptor: 'x'.repeat(23) }, 400, {
    param: 'statement_descriptor',
  }),
  post('/v1/charges', { ...charge, statement_descriptor: 'A<B' }, 400, { param: 'statement_descriptor' }),
  post('/v1/charges', { ...charge, receipt_email: 'jenny' }, 400, { param: 'receipt_email' }),
  post('/v1/charges', { ...charge, shipping: { name: 'Jenny' } }, 400, { param: 'shipping[address]' }),
  // Cards (https://stripe.com/docs/testing).
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4242424242424241' } },
    402,
    card('incorrect_number', 'number'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, exp_month: 13 } },
    402,
    card('invalid_expiry_month', 'exp_month'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, exp_year: 2015 } },
    402,
    card('invalid_expiry_year', 'exp_year'),
  ),
  post('/v1/charges', { ...charge, source: { ...good, cvc: '99' } }, 402, card('invalid_cvc', 'cvc')),
  post('/v1/charges', { ...charge, source: { object: 'card', number } }, 400, { param: 'source[exp_month]' }),
  post('/v1/charges', { ...charge, source: { ...good, colour: 'red' } }, 400, { param: 'source[colour]' }),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4000000000000002' } },
    402,
    card('card_declined'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4000000000000127' } },
    402,
    card('incorrect_cvc', 'cvc'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4000000000000069' } },
    402,
    card('expired_card', 'exp_month'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4000000000000119' } },
    402,
    card('processing_error'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4000000000009995' } },
    402,
    card('card_declined'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4000000000009987' } },
    402,
    card('card_declined'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4000000000009979' } },
    402,
    card('card_declined'),
  ),
  post(
    '/v1/charges',
    { ...charge, source: { ...good, number: '4100000000000019' } },
    402,
    card('card_declined'),
  ),
  post('/v1/charges', { ...charge, source: 'tok_chargeDeclined' }, 402, card('card_declined')),
  post('/v1/charges', { amount: 500, currency: 'usd', customer: '$declining' }, 402, card('card_declined')),
  // Charges that there are.
  get('/v1/charges/ch_nothing', {}, 404, { param: 'id' }),
  post('/v1/charges/ch_nothing', {}, 404, { param: 'id' }),
  post('/v1/charges/$charge', { amount: 600 }, 400, { param: 'amount' }),
  post('/v1/charges/$charge', { fraud_details: { user_report: 'maybe' } }, 400, {
    param: 'fraud_details[user_report]',
  }),
  post('/v1/charges/ch_nothing/capture', {}, 404, { param: 'id' }),
  post('/v1/charges/$charge/capture', {}, 400, { code: 'charge_already_captured' }),
  post('/v1/charges/$held/capture', { amount: 901 }, 400, { param: 'amount' }),
  post('/v1/charges/$held/capture', { amount: 0 }, 400, { param: 'amount' }),
  post('/v1/charges/$held/capture', { currency: 'usd' }, 400, { param: 'currency' }),
  post('/v1/charges/$refunded/capture', {}, 400, { code: 'charge_already_captured' }),
  // Refunds.
  post('/v1/refunds', {}, 400, { param: 'charge' }),
  post('/v1/refunds', { charge: 'ch_nothing' }, 400, { param: 'charge' }),
  post('/v1/refunds', { charge: '$charge', amount: 501 }, 400, { param: 'amount' }),
  post('/v1/refunds', { charge: '$charge', amount: 0 }, 400, { param: 'amount' }),
  post('/v1/refunds', { charge: '$charge', amount: -1 }, 400, { param: 'amount' }),
  post('/v1/refunds', { charge: '$charge', reason: 'mood' }, 400, { param: 'reason' }),
  post('/v1/refunds', { charge: '$refunded' }, 400, { code: 'charge_already_refunded' }),
  post('/v1/refunds', { charge: '$disputed' }, 400, { code: 'charge_disputed' }),
  get('/v1/refunds/re_nothing', {}, 404, { param: 'id' }),
  post('/v1/refunds/$refund', { amount: 1 }, 400, { param: 'amount' }),
  get('/v1/refunds', { charge: 'ch_nothing' }, 400, chosen('charge')),
  // Disputes.
  get('/v1/disputes/dp_nothing', {}, 404, { param: 'id' }),
  post('/v1/disputes/dp_nothing', {}, 404, { param: 'id' }),
  post('/v1/disputes/$dispute', { evidence: { mood: 'good' } }, 400, { param: 'evidence[mood]' }),
  post('/v1/disputes/$dispute', { evidence: { receipt: 'file_nothing' } }, 400, chosen('evidence[receipt]')),
  post('/v1/disputes/$lost/close', {}, 400, chosen('id')),
  // Tokens.
  post('/v1/tokens', {}, 400),
  post('/v1/tokens', { card: { exp_month: 12, exp_year: 2040 } }, 400, { param: 'card[number]' }),
  post('/v1/tokens', { card: { number, exp_year: 2040 } }, 400, { param: 'card[exp_month]' }),
  post(
    '/v1/tokens',
    { card: { ...fields, number: '4242424242424241' } },
    402,
    card('incorrect_number', 'number'),
  ),
  post('/v1/tokens', { card: { ...fields, exp_month: 0 } }, 402, card('invalid_expiry_month', 'exp_month')),
  post('/v1/tokens', { card: { ...fields, cvc: '12345' } }, 402, card('invalid_cvc', 'cvc')),
  post('/v1/tokens', { bank_account: { ...bank, country: '' } }, 400, { param: 'bank_account[country]' }),
  post(
    '/v1/tokens',
    { bank_account: { ...bank, routing_number: '110000001' } },
    400,
    chosen('bank_account[routing_number]'),
  ),
  post('/v1/tokens', { pii: { personal_id_number: '' } }, 400, chosen('pii[personal_id_number]')),
  get('/v1/tokens/tok_nothing', {}, 404, { param: 'id' }),
  // Uploads are multipart forms.
  post('/v1/files', { purpose: 'dispute_evidence' }, 400, { param: 'file' }),
  // The balance, events, country specs.
  get('/v1/balance/history/txn_nothing', {}, 404, { param: 'id' }),
  get('/v1/balance/history', { type: 'gift' }, 400, { param: 'type' }),
  get('/v1/balance', { limit: 5 }, 400, { param: 'limit' }),
  get('/v1/events/evt_nothing', {}, 404, { param: 'id' }),
  get('/v1/events', { created: { gt: 'x' } }, 400, { param: 'created[gt]' }),
  get('/v1/country_specs/XX', {}, 404, { param: 'id' }),
  // Transfers.
  post('/v1/transfers', { amount: 500, currency: 'usd' }, 400, { param: 'destination' }),
  post('/v1/transfers', { currency: 'usd', destination: '$account' }, 400, { param: 'amount' }),
  post('/v1/transfers', { amount: 500, currency: 'usd', destination: 'acct_nothing' }, 400, {
    param: 'destination',
  }),
  post(
    '/v1/transfers',
    { amount: 90_000_000, currency: 'usd', destination: '$account' },
    400,
    chosen('amount'),
  ),
  get('/v1/transfers/tr_nothing', {}, 404, { param: 'id' }),
  post('/v1/transfers/tr_nothing/reversals', {}, 404, { param: 'id' }),
];
