import { describe, expect, test } from '@jest/globals';
import { loadRegistry } from '#sandbox/registry.ts';
import { accounts, card, type Loose, refusal, type TestAccount } from './helpers.ts';
import { type Exceptions, FILES, objectsIn, readDescribed, readRecorded, unlikeRecorded } from './shapes.ts';

const sandbox = accounts();

/** Where the sandbox differs from the recorded replies on purpose. */
const UNLIKE_RECORDED: Exceptions = {
  charge: { outcome: 'the recorded ones came without it, the connector of that time reads it' },
  card: { fingerprint: 'publishable keys do not see it' },
  bank_account: {
    customer: 'the recorded ones belong to accounts, or to nobody',
    account: 'these belong to customers',
    default_for_currency: 'these belong to customers',
    metadata: 'these belong to customers',
  },
  list: { total_count: 'top-level lists show it when asked' },
};

/** Where what is described came after 2016-07-06. */
const UNLIKE_DESCRIBED: Exceptions = {
  event: { request: 'an id before 2017-05-25, an object since' },
};

/** Everything that the sandbox answers on the way through its operations. */
async function replies(account: TestAccount): Promise<Loose[]> {
  const seen: Loose[] = [];
  const call: TestAccount['call'] = async (...request) => {
    const reply = await account.call(...request);
    seen.push(JSON.parse(JSON.stringify(reply)));
    return reply;
  };
  const { object: _, ...fields } = card('4242424242424242', { name: 'Jenny', address_zip: '94111' });
  const { object: __, ...bank } = {
    object: 'bank_account',
    country: 'US',
    currency: 'usd',
    account_number: '000123456789',
    routing_number: '110000000',
  };
  const token = await call('POST', '/v1/tokens', { card: fields });
  await call('GET', `/v1/tokens/${token.id}`);
  await call('POST', '/v1/tokens', { bank_account: bank });
  await call('POST', '/v1/tokens', { pii: { personal_id_number: '000000000' } });
  const customer = await call('POST', '/v1/customers', { source: token.id, email: 'jenny@example.com' });
  await call('POST', `/v1/customers/${customer.id}`, {
    shipping: { name: 'Jenny', address: { line1: 'A' } },
    metadata: { a: '1' },
  });
  const source = await call('POST', `/v1/customers/${customer.id}/sources`, {
    source: { object: 'bank_account', ...bank },
  });
  await call('POST', `/v1/customers/${customer.id}/sources/${source.id}/verify`, { amounts: [32, 45] });
  await call('GET', `/v1/customers/${customer.id}/sources`);
  const charge = await call('POST', '/v1/charges', { amount: 900, currency: 'usd', customer: customer.id });
  await call('POST', '/v1/charges', {
    amount: 900,
    currency: 'usd',
    customer: customer.id,
    source: source.id,
  });
  const held = await call('POST', '/v1/charges', {
    amount: 900,
    currency: 'usd',
    source: 'tok_visa',
    capture: false,
    shipping: { name: 'Jenny', address: { line1: 'A' } },
  });
  await call('POST', `/v1/charges/${held.id}/capture`, { amount: 500 });
  await refusal(call('POST', '/v1/charges', { amount: 900, currency: 'usd', source: 'tok_chargeDeclined' }));
  await call('POST', `/v1/charges/${charge.id}`, {
    description: 'Socks',
    fraud_details: { user_report: 'safe' },
  });
  const refund = await call('POST', '/v1/refunds', { charge: charge.id, amount: 300, reason: 'duplicate' });
  await call('POST', `/v1/refunds/${refund.id}`, { metadata: { a: '1' } });
  await call('POST', '/v1/charges', { amount: 900, currency: 'usd', source: 'tok_createDispute' });
  await call('GET', '/v1/charges', {
    expand: [
      'data.customer',
      'data.dispute',
      'data.balance_transaction',
      'data.refunds.data.balance_transaction',
    ],
    include: ['total_count'],
  });
  await call('GET', '/v1/refunds');
  await call('GET', '/v1/balance');
  await call('GET', '/v1/balance/history');
  await call('GET', '/v1/customers');
  await call('DELETE', `/v1/customers/${customer.id}/sources/${source.id}`);
  await call('DELETE', `/v1/customers/${customer.id}`);
  await call('GET', `/v1/customers/${customer.id}`);
  await call('GET', '/v1/events', { limit: 100 });
  return seen;
}

const { recorded: recordedFile, described: describedFile } = FILES;
if (recordedFile === undefined || describedFile === undefined) {
  console.info(
    'Shapes are not compared: STRIPE_BLOCK_EXAMPLES can name a file of recorded replies, STRIPE_OPENAPI_SPEC one of Stripe’s description.',
  );
  test('shapes are compared only where both files are named', () => {
    expect([recordedFile, describedFile]).toContain(undefined);
  });
} else {
  const recorded = readRecorded(recordedFile);
  const { schemas, validators } = readDescribed(describedFile, recorded, UNLIKE_DESCRIBED);

  describe('every object', () => {
    test('looks like the recorded ones of its kind', async () => {
      const objects = (await replies(sandbox.open())).flatMap(objectsIn);
      const kinds = new Set(objects.map(({ object }) => object));
      expect([...kinds].filter((kind) => !recorded.has(kind))).toEqual([]);
      expect([...kinds].sort()).toEqual([
        'balance',
        'balance_transaction',
        'bank_account',
        'card',
        'charge',
        'customer',
        'dispute',
        'event',
        'list',
        'refund',
        'token',
      ]);
      const unlike = objects.flatMap((object) =>
        unlikeRecorded(object, recorded.get(object.object)!, UNLIKE_RECORDED),
      );
      expect([...new Set(unlike)]).toEqual([]);
    });

    test('is what Stripe describes', async () => {
      const objects = (await replies(sandbox.open())).flatMap(objectsIn);
      const invalid = objects.flatMap((object) => {
        const validate = validators.get(object.object);
        return validate === undefined || validate(object)
          ? []
          : validate.errors!.map(({ instancePath, message }) => `${object.object}${instancePath} ${message}`);
      });
      expect([...new Set(invalid)]).toEqual([]);
    });
  });

  test('the checks see what is wrong', async () => {
    const charge = await sandbox
      .open()
      .call('POST', '/v1/charges', { amount: 900, currency: 'usd', source: 'tok_visa' });
    const { paid: _, ...lacking } = charge;
    for (const wrong of [lacking, { ...charge, amount: '900' }]) {
      expect(unlikeRecorded(wrong, recorded.get('charge')!, UNLIKE_RECORDED)).toHaveLength(1);
      expect(validators.get('charge')!(wrong)).toBe(false);
    }
    expect(unlikeRecorded({ ...charge, id: 'ch_1' }, recorded.get('charge')!, UNLIKE_RECORDED)).toEqual([
      'charge.id is ch_1',
    ]);
  });

  test('what can be expanded is what Stripe says, of the fields that there were', async () => {
    const { resources } = await loadRegistry();
    const differences: string[] = [];
    for (const [kind, { expandable }] of resources) {
      const schema = schemas[kind];
      const fields = new Set(recorded.get(kind)?.variants.flat());
      if (schema === undefined || fields.size === 0) {
        continue;
      }
      const theirs = (schema['x-expandableFields'] as string[]).filter(
        (field) => schema.properties[field]['x-expansionResources'] !== undefined,
      );
      const missing = theirs.filter((field) => fields.has(field) && !(field in expandable));
      const more = Object.keys(expandable).filter((field) => !theirs.includes(field));
      differences.push(...[...missing, ...more].map((field) => `${kind}.${field}`));
    }
    expect(differences).toEqual([]);
  });
}
