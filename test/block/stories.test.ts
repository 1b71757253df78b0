/** What callers do with blocks in a row, with the money adding up after each step. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Api, apiAt, moneyOf, type Reply } from '../helpers/api.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { sandboxOfWay } from '../helpers/ways.ts';
import { type Block, type Run, readBlocks, runWith } from './blocks.ts';

const sandbox = testSandbox(sandboxOfWay());
const DAY = 86_400;

let blocks: Map<string, Block>;
let key: string;
let run: Run;
let api: Api;

beforeAll(async () => {
  blocks = await readBlocks();
});

/** Opens an account of its own for a story. */
function open(): void {
  key = testKey();
  run = runWith(blocks, key);
  api = apiAt(sandbox.url, key);
}

const advance = (seconds: number) => api.post('/_sandbox/clock', { advance: seconds });

/** The balance in dollars, available and pending together, which must be what its transactions come to. */
async function dollars(of: Api = api): Promise<number> {
  return (await moneyOf(of))['usd'] ?? 0;
}

/** What a charge, refund or transfer brought, after fees. */
async function netOf({ balance_transaction }: Reply, headers: Record<string, string> = {}): Promise<number> {
  return (await run('getBalanceTransaction', { id: balance_transaction }, headers)).net;
}

describe('an order is made, paid and returned', () => {
  beforeAll(open);

  test('and every cent but what Stripe keeps is back', async () => {
    const product = await run('createProduct', { name: 'Socks', attributes: ['size'] });
    const sku = await run('createSKU', {
      product: product.id,
      currency: 'usd',
      price: '1500',
      attributes: { size: 'M' },
      inventory: { type: 'finite', quantity: 3 },
    });
    const stock = async () => (await run('getSKU', { skuId: sku.id })).inventory.quantity;
    const order = await run('createOrder', {
      currency: 'usd',
      email: 'jenny@example.com',
      items: [{ type: 'sku', parent: sku.id, quantity: 2 }],
      shipping: { name: 'Jenny', address: { line1: '1 Main St', country: 'US' } },
    });
    expect(order).toMatchObject({ amount: 3000, status: 'created', charge: null });
    expect(await dollars()).toBe(0);

    const paid = await run('payOrder', { orderId: order.id, source: 'tok_visa' });
    expect(paid).toMatchObject({ status: 'paid', amount: 3000 });
    const charge = await run('getCharge', { chargeId: paid.charge });
    expect(charge).toMatchObject({ amount: 3000, order: order.id, captured: true });
    expect(await dollars()).toBe(await netOf(charge));
    expect(await stock()).toBe(1);

    const first = await run('returnOrder', {
      orderId: order.id,
      items: [{ type: 'sku', parent: sku.id, quantity: 1, amount: 1500 }],
    });
    expect(first).toMatchObject({ amount: 1500, order: order.id });
    const afterFirst = await dollars();
    const refunds = await run('getRefundList');
    expect(refunds.data.map((refund: Reply) => refund.amount)).toEqual([1500]);
    expect(afterFirst).toBe((await netOf(charge)) + (await netOf(refunds.data[0])));

    await run('returnOrder', { orderId: order.id });
    const returned = await run('getOrder', { orderId: order.id });
    expect(returned).toMatchObject({ amount_returned: 3000 });
    expect(returned.status).toMatch(/^(canceled|returned)$/);
    expect(await run('getCharge', { chargeId: paid.charge })).toMatchObject({
      refunded: true,
      amount_refunded: 3000,
    });
    const nets = await Promise.all((await run('getRefundList')).data.map((refund: Reply) => netOf(refund)));
    expect(await dollars()).toBe(nets.reduce((sum, net) => sum + net, await netOf(charge)));
    expect((await run('getOrderReturnList', { order: order.id })).data).toHaveLength(2);
  });
});

describe('a managed account is paid, and gives some of it back', () => {
  beforeAll(open);

  test('and platform and account have what is theirs', async () => {
    const account = await run('createAccount', { country: 'US', managed: true, email: 'bob@example.com' });
    const accountId = account.id;
    const headers = { 'Stripe-Account': accountId };
    const theirs = api.on(accountId);
    const token = await run('createBankAccountToken', {
      bankAccountCountry: 'US',
      bankAccountCurrency: 'usd',
      bankAccountRoutingNumber: '110000000',
      bankAccountNumber: '000123456789',
      bankAccountAccountHolderName: 'Bob',
      bankAccountAccountHolderType: 'individual',
    });
    const bankAccount = await run('createBankAccount', { accountId, externalAccount: token.id });
    expect(bankAccount).toMatchObject({ account: accountId, default_for_currency: true, last4: '6789' });

    const held = await run(
      'createCharge',
      { amount: 10_000, currency: 'usd', source: 'tok_visa', capture: 'false' },
      headers,
    );
    expect(await dollars(theirs)).toBe(0);
    const charge = await run('captureCharge', { chargeId: held.id, applicationFee: 1000 }, headers);
    const net = await netOf(charge, headers);
    expect(await dollars(theirs)).toBe(net);
    expect(await dollars()).toBe(1000);

    const [fee] = (await run('getApplicationFeeList')).data;
    expect(fee).toMatchObject({ amount: 1000, account: accountId, refunded: false });
    await run('createFeeRefund', { appId: fee.id, amount: 400 });
    expect(await run('getApplicationFee', { feeId: fee.id })).toMatchObject({
      amount_refunded: 400,
      refunded: false,
    });
    expect([await dollars(), await dollars(theirs)]).toEqual([600, net + 400]);

    await run('createCharge', {
      amount: 5000,
      currency: 'usd',
      source: { number: '4000000000000077', exp_month: 1, exp_year: 2030 },
    });
    const before = await dollars();
    const transfer = await run('createTransfer', { amount: 2000, currency: 'usd', destination: accountId });
    expect([await dollars(), await dollars(theirs)]).toEqual([before - 2000, net + 400 + 2000]);
    const reversal = await run('createTransferReversal', { transferId: transfer.id });
    expect(reversal).toMatchObject({ amount: 2000, transfer: transfer.id });
    expect(await run('getTransfer', { transferId: transfer.id })).toMatchObject({
      amount_reversed: 2000,
      reversed: true,
    });
    expect([await dollars(), await dollars(theirs)]).toEqual([before, net + 400]);
  });
});

describe('a subscription with a coupon is billed, with an extra, and that is refunded', () => {
  beforeAll(open);

  test('and invoices, charges and the balance agree', async () => {
    await run('createPlan', {
      planId: 'gold',
      amount: 2000,
      currency: 'usd',
      interval: 'month',
      name: 'Gold',
    });
    await run('createCoupon', { couponId: 'QUARTER', duration: 'once', percentOff: 25 });
    const customer = await run('createCustomer', { source: 'tok_visa', email: 'jenny@example.com' });
    const subscription = await run('createSubscription', {
      customer: customer.id,
      plan: 'gold',
      coupon: 'QUARTER',
      taxPercent: 10,
    });
    expect(subscription).toMatchObject({ status: 'active', tax_percent: 10 });
    const [first] = (await run('getInvoiceList', { customer: customer.id })).data;
    expect(first).toMatchObject({ subtotal: 2000, tax: 150, total: 1650, amount_due: 1650, paid: true });
    expect(first).toMatchObject({ subscription: subscription.id, discount: { coupon: { id: 'QUARTER' } } });
    const firstCharge = await run('getCharge', { chargeId: first.charge });
    expect(firstCharge.amount).toBe(1650);
    expect(await dollars()).toBe(await netOf(firstCharge));

    await run('createInvoiceItem', {
      customer: customer.id,
      amount: 2500,
      currency: 'usd',
      description: 'Setup',
    });
    await run('createInvoiceItem', {
      customer: customer.id,
      amount: -500,
      currency: 'usd',
      description: 'Sorry',
    });
    const upcoming = await run('getInvoiceLineItems', { invoice: 'upcoming', customer: customer.id });
    expect(upcoming.data.map((line: Reply) => line.amount).sort()).toEqual([-500, 2000, 2500]);
    const invoice = await run('createInvoice', { customer: customer.id });
    expect(invoice).toMatchObject({ total: 2000, amount_due: 2000, paid: false });
    expect(await dollars()).toBe(await netOf(firstCharge));
    const paid = await run('payInvoice', { invoiceId: invoice.id });
    expect(paid).toMatchObject({ paid: true, closed: true, attempted: true });
    const charge = await run('getCharge', { chargeId: paid.charge });
    expect(charge).toMatchObject({ amount: 2000, invoice: invoice.id, customer: customer.id });
    expect(await dollars()).toBe((await netOf(firstCharge)) + (await netOf(charge)));

    const refund = await run('createRefund', { chargeId: charge.id });
    expect(refund.amount).toBe(2000);
    expect(await dollars()).toBe((await netOf(firstCharge)) + (await netOf(charge)) + (await netOf(refund)));

    await advance(31 * DAY + 3 * 3600);
    const [second] = (await run('getInvoiceList', { customer: customer.id })).data;
    expect(second).toMatchObject({ subtotal: 2000, discount: null, tax: 200, total: 2200, paid: true });
    const { data } = await run('getChargesList', { customer: customer.id, all: true });
    const nets = await Promise.all(data.map((each: Reply) => netOf(each)));
    expect(await dollars()).toBe(nets.reduce((sum: number, net: number) => sum + net, await netOf(refund)));
  });
});

describe.each([
  ['won', { uncategorized_text: 'winning_evidence' }],
  ['lost', { uncategorized_text: 'losing_evidence' }],
])('a dispute is %s', (outcome, evidence) => {
  beforeAll(open);

  test('and the money goes where it belongs', async () => {
    const charge = await run('createCharge', {
      amount: 4000,
      currency: 'usd',
      source: '{"number": "4000000000000259", "exp_month": "12", "exp_year": "2030"}',
    });
    const net = await netOf(charge);
    const [dispute] = (await run('getDisputes')).data;
    expect(dispute).toMatchObject({ charge: charge.id, amount: 4000, status: 'needs_response' });
    const withdrawn = await dollars();
    expect(withdrawn).toBe(net - 4000 - 1500);
    const file = await run('createFileUpload', {
      purpose: 'dispute_evidence',
      file: `data:application/pdf;base64,${Buffer.from('%PDF-1.4').toString('base64')}`,
    });
    await run('updateDispute', { disputeId: dispute.id, evidence: { ...evidence, receipt: file.id } });
    const decided = await run('getDispute', { disputeId: dispute.id });
    expect(decided).toMatchObject({ status: outcome, evidence: { receipt: file.id } });
    const returned = decided.balance_transactions.reduce((sum: number, one: Reply) => sum + one.net, 0);
    expect(await dollars()).toBe(net + returned);
    expect(await dollars()).toBe(outcome === 'won' ? net : withdrawn);
  });
});

describe('a dispute is given up', () => {
  beforeAll(open);

  test('and the money stays where the bank put it', async () => {
    const charge = await run('createCharge', { amount: 4000, currency: 'usd', source: 'tok_createDispute' });
    const [dispute] = (await run('getDisputes')).data;
    expect(await run('closeDispute', { disputeId: dispute.id })).toMatchObject({ status: 'lost' });
    expect(await dollars()).toBe((await netOf(charge)) - 4000 - 1500);
  });
});

describe('a Bitcoin receiver is paid and charged', () => {
  beforeAll(open);

  test('once, and its money comes to the balance', async () => {
    const receiver = await run('createReceiver', {
      amount: 3000,
      currency: 'usd',
      email: 'fill_now@example.com',
    });
    expect(receiver).toMatchObject({ filled: true, uncaptured_funds: true, amount_received: 3000 });
    expect(await dollars()).toBe(0);
    const charge = await run('createCharge', { amount: 3000, currency: 'usd', source: receiver.id });
    expect(charge).toMatchObject({ paid: true, source: { id: receiver.id, object: 'bitcoin_receiver' } });
    expect(await dollars()).toBe(await netOf(charge));
    expect(await run('getReceiver', { receiverId: receiver.id })).toMatchObject({
      uncaptured_funds: false,
      used_for_payment: true,
      payment: charge.id,
    });
  });
});

describe('arguments beyond the table of the original package', () => {
  beforeAll(open);

  const connected = async () => (await run('createAccount', { country: 'US', type: 'custom' })).id;
  const funded = () =>
    run('createCharge', {
      amount: 5000,
      currency: 'usd',
      source: { number: '4000000000000077', exp_month: 12, exp_year: 2030 },
      metadata: { order: '6735' },
    });

  test('a reversal takes back the part that is asked for, and the rest stays transferred', async () => {
    expect((await funded()).metadata).toEqual({ order: '6735' });
    const destination = await connected();
    const transfer = { amount: 1000, currency: 'usd', destination, metadata: { share: 'half' } };
    const { id: transferId, metadata } = await run('createTransfer', transfer);
    expect(metadata).toEqual({ share: 'half' });
    const before = await dollars();
    expect(await run('createTransferReversal', { transferId, amount: '300' })).toMatchObject({ amount: 300 });
    expect(await dollars()).toBe(before + 300);
    const after = await run('getTransfer', { transferId });
    expect(after).toMatchObject({ amount_reversed: 300, reversed: false });
    await run('createTransferReversal', { transferId });
    expect(await run('getTransfer', { transferId })).toMatchObject({ amount_reversed: 1000, reversed: true });
    expect(await dollars()).toBe(before + 1000);
  });

  test('a reversal of more than there is, is rejected by the caller’s name', async () => {
    await funded();
    const destination = await connected();
    const { id: transferId } = await run('createTransfer', { amount: 1000, currency: 'usd', destination });
    await expect(run('createTransferReversal', { transferId, amount: 1001 })).rejects.toThrow('"amount"');
    expect(await run('getTransfer', { transferId })).toMatchObject({ amount_reversed: 0 });
  });

  test.each(['applicationFee', 'application_fee'])('%s of a charge arrives at the platform', async (name) => {
    const before = await dollars();
    const headers = { 'Stripe-Account': await connected() };
    const args = { amount: 1000, currency: 'usd', source: 'tok_visa' };
    const charge = await run('createCharge', { ...args, [name]: '123' }, headers);
    expect(await run('getApplicationFee', { feeId: charge.application_fee })).toMatchObject({ amount: 123 });
    expect(await dollars()).toBe(before + 123);
    await expect(run('createCharge', { ...args, [name]: 'some' }, headers)).rejects.toThrow(
      `${name} must be`,
    );
    await expect(run('createCharge', { ...args, [name]: 5000 }, headers)).rejects.toThrow(
      `"param":"${name}"`,
    );
  });

  test('destination of a charge, which no table lists, moves the money', async () => {
    const destination = await connected();
    const args = { amount: 1000, currency: 'usd', source: 'tok_visa', applicationFee: 200, destination };
    const charge = await run('createCharge', args);
    expect(charge).toMatchObject({ destination, transfer: expect.stringMatching(/^tr_/) });
  });

  test('a product and a SKU have the ids that they are given', async () => {
    await run('createProduct', { id: 'socks', name: 'Socks', attributes: ['size'] });
    await run('createSKU', {
      id: 'socks-m',
      product: 'socks',
      currency: 'usd',
      price: 1500,
      attributes: { size: 'M' },
      inventory: { type: 'infinite' },
    });
    expect(await run('getSKU', { skuId: 'socks-m', expand: ['product'] })).toMatchObject({
      product: { id: 'socks' },
    });
  });

  test.each([
    ['custom', true],
    ['standard', false],
  ])('an account of the type %s is managed: %s', async (type, managed) => {
    const email = `${crypto.randomUUID()}@example.com`;
    expect(await run('createAccount', { type, email })).toMatchObject({ managed });
  });

  test('transfers are listed by their recipient', async () => {
    const recipient = async () =>
      (
        await api.post('/v1/recipients', {
          name: 'Jenny Rosen',
          type: 'individual',
          bank_account: { country: 'US', routing_number: '110000000', account_number: '000123456789' },
        })
      ).id;
    await funded();
    const [one, other] = [await recipient(), await recipient()];
    for (const to of [one, other]) {
      await run('createTransfer', { amount: 100, currency: 'usd', recipient: to });
    }
    for (const name of ['recipient', 'recipientstatus']) {
      const { data } = await run('getTransferList', { [name]: one });
      expect(data.map((transfer: Reply) => transfer.recipient)).toEqual([one]);
    }
  });

  test('a subscription changes without proration when that is asked for', async () => {
    const { id: customer } = await run('createCustomer', { source: 'tok_visa' });
    for (const [planId, amount] of [
      ['small', 1000],
      ['large', 3000],
    ]) {
      await run('createPlan', { planId, amount, currency: 'usd', interval: 'month', name: planId });
    }
    const { id: subscriptionId } = await run('createSubscription', { customer, plan: 'small' });
    await advance(10 * DAY);
    await run('updateSubscription', { subscriptionId, plan: 'large', prorate: 'false' });
    expect((await run('getInvoiceItemsList', { customer })).data).toEqual([]);
    await run('updateSubscription', { subscriptionId, plan: 'small', prorate: true });
    expect((await run('getInvoiceItemsList', { customer })).data).toHaveLength(2);
  });
});
