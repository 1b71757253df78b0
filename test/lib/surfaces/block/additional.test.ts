/** Stripe's parameters that a block does not declare: which of them a caller reaches, under which names, and which not. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Argument } from '#lib/endpoint/arguments.ts';
import { DESCRIBED_VERSION, parametersAt } from '#lib/operations/operation.ts';
import { json, type Script, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { examplesOf, validArguments } from '../../../helpers/valid-call.ts';
import { ask, type Block, flatten, parametersOf, readBlocks } from './blocks.ts';

const blocks = await readBlocks();
const each = [...blocks].flatMap(([name, block]) =>
  block.endpoint.additional!.map((argument) => [`${name}.${argument.name}`, block, argument] as const),
);

let upstream: Upstream;
let script: Script;

beforeAll(async () => {
  upstream = await startUpstream((...request) => script(...request));
  process.env['STRIPE_API_BASE'] = upstream.url;
});
afterAll(() => upstream.close());
beforeEach(() => {
  script = (response) => json(response, 200, { id: 'obj_1', data: [], has_more: false });
  upstream.seen.length = 0;
});

/** Parameters of Stripe's that no caller of a block reaches, and why. */
const UNREACHABLE: Record<string, string> = {
  'createBankAccountToken: card': 'it makes tokens of bank accounts; Stripe takes exactly one kind',
  'createBankAccountToken: pii': 'as above',
  'createCardToken: bank_account': 'it makes tokens of cards; Stripe takes exactly one kind',
  'createCardToken: pii': 'as above',
  'createPiiToken: bank_account': 'it makes tokens of personal ids; Stripe takes exactly one kind',
  'createPiiToken: card': 'as above',
  'getBankAccountList: object': 'it lists bank accounts and nothing else',
  'getCardList: object': 'it lists cards and nothing else',
};

describe('the parameters of each block’s operations', () => {
  test('can be reached, but for those with a reason', () => {
    const found = [...blocks].flatMap(([name, { endpoint }]) => {
      const known = [...endpoint.arguments, ...endpoint.additional!];
      const reached = new Set(known.flatMap(({ to, alsoTo }) => [to, ...alsoTo]));
      const places = [endpoint.operation, ...endpoint.otherOperations].flatMap((operation) =>
        Object.entries(parametersAt(operation, DESCRIBED_VERSION)).flatMap(
          ([own, { fields = {}, otherNameOf: parameter = own }]) =>
            [...reached].some((to) => to?.startsWith(`${parameter}.`))
              ? Object.keys(fields).map((field) => `${parameter}.${field}`)
              : [parameter],
        ),
      );
      return places.filter((place) => !reached.has(place)).map((place) => `${name}: ${place}`);
    });
    expect([...new Set(found)].sort()).toEqual(Object.keys(UNREACHABLE).sort());
  });
});

/** A call with an additional argument, without the declared one that it stands for. */
function callWith(block: Block, { name, parameter, yieldsTo }: Argument): Record<string, unknown> {
  const args = validArguments(block);
  for (const other of yieldsTo) {
    delete args[other];
  }
  return { ...args, [name]: parameter.example };
}

/** `card.name` as a form has it. */
const inForm = (to: string) => to.replace(/\.(\w+)/g, '[$1]');

test.each(each.filter(([, { name }]) => name !== 'createFileUpload'))(
  '%s reaches Stripe under Stripe’s name',
  async (_, block, argument) => {
    const { callback, received } = await ask(block, callWith(block, argument));
    expect({ callback, ignored: received.headers['x-ignored-arguments'] }).toEqual({ callback: 'success' });
    const sent = flatten(argument.parameter.example, inForm(argument.to!));
    expect(parametersOf(upstream.seen.at(-1)!)).toMatchObject(Object.fromEntries(sent));
  },
);

test.each(each)('%s is rejected by the name that the caller gave it', async (_, block, argument) => {
  const wrong = argument.parameter.type === 'array' ? 7 : [true];
  const { callback, to } = await ask(block, { ...callWith(block, argument), [argument.name]: wrong });
  expect({ callback, code: to.status_code }).toEqual({ callback: 'error', code: 'INVALID_FIELDS' });
  expect(to.fields).toHaveLength(1);
  expect(to.fields[0].name).toMatch(new RegExp(`^${argument.name}(\\[|$)`));
  expect(to.fields[0].message).toMatch(new RegExp(`^${argument.name}\\S* must be `));
  expect(upstream.seen).toHaveLength(0);
});

test.each(each.filter(([, , { additional, yieldsTo }]) => additional && yieldsTo.length > 0))(
  '%s yields to the argument that it stands for, and the reply says so',
  async (_, block, argument) => {
    const [declared] = argument.yieldsTo as [string];
    const stands = [...block.endpoint.arguments, ...block.endpoint.additional!].filter(
      ({ name }) => name === declared,
    );
    const args = { ...callWith(block, argument), ...examplesOf(stands) };
    await ask(block, args);
    const expected = upstream.seen.pop()!;
    const { callback, received } = await ask(block, { ...args, [argument.name]: [true] });
    expect(callback).toBe('success');
    expect(received.headers['x-ignored-arguments']).toBe(argument.name);
    expect(upstream.seen.pop()).toMatchObject({
      method: expected.method,
      url: expected.url,
      body: expected.body,
    });
  },
);

test('createFileUpload.expand reaches Stripe in the multipart body', async () => {
  const { callback } = await ask(blocks.get('createFileUpload')!, {
    file: 'data:text/plain;base64,SGVsbG8=',
    purpose: 'dispute_evidence',
    expand: 'owner',
  });
  expect(callback).toBe('success');
  expect(upstream.seen[0]!.body).toMatch(/name="expand(\[0\]|\[\])"\r\n\r\nowner\r\n/);
});

test.each<[object, object]>([
  [{ card: 'tok_visa' }, { source: 'tok_visa' }],
  [{ card: 'tok_visa', source: 'tok_amex' }, { source: 'tok_amex' }],
])('the older name of a parameter stands for the argument of the newer one: %j', async (given, sent) => {
  const { callback } = await ask(blocks.get('createCharge')!, { amount: 5, currency: 'usd', ...given });
  expect(callback).toBe('success');
  expect(parametersOf(upstream.seen[0]!)).toEqual({ amount: '5', currency: 'usd', ...sent });
});

describe('what a block does on purpose is not overridden', () => {
  const run = (name: string, args: object) => ask(blocks.get(name)!, args);

  test.each<[string, object, string, object]>([
    ['getBankAccountList', { accountId: 'acct_1', object: 'card' }, 'object', { object: 'bank_account' }],
    ['getCardList', { customerId: 'cus_1', object: 'bank_account' }, 'object', { object: 'card' }],
    [
      'createPiiToken',
      { personalIdNumber: '000000000', card: 'card_1', bankAccount: 'ba_1' },
      'card, bankAccount',
      { 'pii[personal_id_number]': '000000000' },
    ],
    ['createTransferReversal', { transferId: 'tr_1', amount: 5, id: 'tr_2' }, 'id', { amount: '5' }],
    [
      'getTransferList',
      { recipient: 'rp_1', recipientstatus: 'rp_2' },
      'recipientstatus',
      { recipient: 'rp_1' },
    ],
  ])('%s %j', async (name, args, ignored, parameters) => {
    const { callback, received } = await run(name, args);
    expect(callback).toBe('success');
    expect(received.headers['x-ignored-arguments']).toBe(ignored);
    expect(parametersOf(upstream.seen[0]!)).toEqual(parameters);
  });

  test('an id in the path is the declared argument’s', async () => {
    await run('createTransferReversal', { transferId: 'tr_1', id: 'tr_2' });
    expect(upstream.seen[0]!.url).toBe('/v1/transfers/tr_1/reversals');
    expect((await run('getCharge', { charge: 'ch_1' })).to).toMatchObject({
      status_code: 'REQUIRED_FIELDS',
      fields: ['chargeId'],
    });
  });

  test('a rule between arguments holds under their other names', async () => {
    const args = { customerId: 'cus_1', source: 'tok_visa', default_for_currency: true };
    expect((await run('createCard', args)).to.status_code).toBe('INVALID_FIELDS');
    expect((await run('getCustomerList', { all: true, ending_before: 'cus_1' })).to.status_code).toBe(
      'INVALID_FIELDS',
    );
    expect(upstream.seen).toHaveLength(0);
  });

  test('a whole list begins and pages as the caller says', async () => {
    await run('getCustomerList', { all: true, starting_after: 'cus_9', limit: 7, created: { gt: 5 } });
    expect(parametersOf(upstream.seen[0]!)).toEqual({
      'created[gt]': '5',
      starting_after: 'cus_9',
      limit: '7',
    });
  });
});

describe('createAccount', () => {
  const run = (args: object) => ask(blocks.get('createAccount')!, args);

  test.each([
    ['custom', 'true'],
    ['standard', 'false'],
    ['Custom', 'true'],
    ['Standard', 'false'],
  ])('of the type %s is managed: %s', async (type, managed) => {
    expect((await run({ type, email: 'bob@example.com' })).callback).toBe('success');
    expect(parametersOf(upstream.seen[0]!)).toEqual({ managed, email: 'bob@example.com' });
  });

  test.each([[{ type: 'express' }], [{ type: 'custom', managed: true }]])(
    'with %j is rejected by that name',
    async (args) => {
      const { to } = await run(args);
      expect(to).toMatchObject({ status_code: 'INVALID_FIELDS', fields: [{ name: 'type' }] });
      expect(upstream.seen).toHaveLength(0);
    },
  );

  test('says type where that was given and Stripe speaks of managed', async () => {
    script = (response) =>
      json(response, 400, { error: { type: 'invalid_request_error', message: 'No.', param: 'managed' } });
    expect((await run({ type: 'custom' })).to.param).toBe('type');
    expect((await run({ managed: true })).to.param).toBe('managed');
  });
});

test.each(['fraudDetails', 'fraud_details'])('createCharge rejects %s, and charges nothing', async (name) => {
  const args = { amount: 500, currency: 'usd', source: 'tok_visa', [name]: { user_report: 'safe' } };
  const { to } = await ask(blocks.get('createCharge')!, args);
  expect(to).toEqual({
    status_code: 'INVALID_FIELDS',
    status_msg: expect.stringContaining('updateCharge'),
    fields: [{ name, code: 'parameter_invalid', message: expect.stringContaining(name) }],
  });
  expect(upstream.seen).toHaveLength(0);
  const { callback } = await ask(blocks.get('createCharge')!, { ...args, [name]: '' });
  expect(callback).toBe('success');
});

test.each([
  [{}, 'receiptEmail'],
  [{ receiptEmail: 'a@example.com' }, 'receiptEmail'],
  [{ receipt_email: 'a@example.com' }, 'receipt_email'],
])('with %j, what Stripe says of receipt_email is told of %s', async (given, name) => {
  script = (response) =>
    json(response, 400, { error: { type: 'invalid_request_error', message: 'No.', param: 'receipt_email' } });
  const args = { amount: 500, currency: 'usd', source: 'tok_visa', ...given };
  expect((await ask(blocks.get('createCharge')!, args)).to).toMatchObject({
    status_code: 'API_ERROR',
    param: name,
  });
});
