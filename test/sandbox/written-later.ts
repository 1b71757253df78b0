/** Everything that a caller can write of what came after 2016, at a version of the API that has it. */
import { openAt } from './helpers.ts';
import { at, under, type Written, writer } from './written.ts';

/** Writes payment methods, payment intents and setup intents on an account of its own. */
export async function writeLater(address: string, version: string): Promise<Written[]> {
  const account = openAt(address);
  const { written, write, both } = writer(address, account, version);
  /** The name of the parameter that says which kinds of payment methods are taken. */
  const kinds =
    version < '2026-07-29.dahlia'
      ? { payment_method_types: ['card'] }
      : { allowed_payment_method_types: ['card'] };
  const { id: customer } = await account.call('POST', '/v1/customers');
  const { id: connected } = await account.call('POST', '/v1/accounts', { managed: true, country: 'US' });

  const method = await write(
    '/v1/payment_methods',
    {
      type: 'card',
      card: { token: 'tok_visa' },
      allow_redisplay: 'limited',
      billing_details: BILLING,
      metadata: { a: '1' },
    },
    under('/v1/payment_methods'),
  );
  const methodPath = `/v1/payment_methods/${method.id}`;
  await write(`${methodPath}/attach`, { customer }, at(methodPath));
  await write(
    methodPath,
    {
      allow_redisplay: 'always',
      billing_details: { ...BILLING, name: 'Jo' },
      metadata: { b: '2' },
      card: { exp_month: 11, exp_year: 2041 },
    },
    at(methodPath),
  );

  const confirmed = {
    ...kinds,
    capture_method: 'manual',
    payment_method: method.id,
    receipt_email: 'jenny@example.com',
    setup_future_usage: 'off_session',
    shipping: SHIPPING,
  };
  const told = {
    ...confirmed,
    description: 'Socks',
    metadata: { a: '1' },
    statement_descriptor_suffix: 'SOCKS',
    transfer_group: 'ORDER_1',
  };
  const asked = { amount: 900, currency: 'usd', customer };
  const changes = {
    ...told,
    amount: 800,
    currency: 'eur',
    customer,
    application_fee_amount: 80,
    description: 'Shoes',
    metadata: { b: '2' },
    receipt_email: 'jo@example.com',
    setup_future_usage: 'on_session',
    transfer_group: 'ORDER_2',
  };
  const platform = { on_behalf_of: connected, transfer_data: { destination: connected } };
  const intents = '/v1/payment_intents';
  const intent = await both(
    intents,
    { ...told, ...asked, ...platform, application_fee_amount: 90, confirmation_method: 'manual' },
    changes,
  );
  const path = `${intents}/${intent.id}`;
  await write(`${path}/confirm`, confirmed, at(path));
  await write(
    `${path}/capture`,
    {
      amount_to_capture: 700,
      application_fee_amount: 70,
      metadata: { c: '3' },
      statement_descriptor_suffix: 'BOOTS',
    },
    at(path),
  );
  // Stripe takes either a fee or the amount that is transferred.
  const sharing = await both(
    intents,
    { ...asked, ...kinds, capture_method: 'manual', transfer_data: { destination: connected, amount: 500 } },
    { transfer_data: { amount: 400 } },
  );
  const sharingPath = `${intents}/${sharing.id}`;
  await account.call('POST', `${sharingPath}/confirm`, { payment_method: 'pm_card_visa' });
  await write(`${sharingPath}/capture`, { transfer_data: { amount: 300 } }, at(sharingPath));

  const automatic_payment_methods = { enabled: true, allow_redirects: 'never' };
  const open = await write(
    intents,
    { amount: 900, currency: 'usd', automatic_payment_methods },
    under(intents),
  );
  await write(
    `${intents}/${open.id}/cancel`,
    { cancellation_reason: 'duplicate' },
    at(`${intents}/${open.id}`),
  );

  const setups = '/v1/setup_intents';
  const setUp = { description: 'A card', metadata: { a: '1' }, payment_method: method.id };
  const saved = await both(
    setups,
    { ...setUp, ...kinds, customer, usage: 'on_session', on_behalf_of: connected },
    { ...setUp, customer, description: 'Her card', metadata: { b: '2' } },
  );
  await write(`${setups}/${saved.id}/confirm`, { payment_method: method.id }, at(`${setups}/${saved.id}`));
  const left = await write(setups, { automatic_payment_methods }, under(setups));
  await write(
    `${setups}/${left.id}/cancel`,
    { cancellation_reason: 'abandoned' },
    at(`${setups}/${left.id}`),
  );
  return written;
}

const ADDRESS = { line1: '1 A St', city: 'B', state: 'CA', postal_code: '94111', country: 'US' };
const BILLING = { name: 'Jenny', email: 'jenny@example.com', phone: '+15555550100', address: ADDRESS };
const SHIPPING = { name: 'Jenny', phone: '+15555550100', address: { line1: 'A', city: 'B', country: 'US' } };
