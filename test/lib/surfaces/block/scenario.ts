/** Calls every block at least once, as a shop and then a platform would in the course of its business. */
import type { Run } from './blocks.ts';

/** What a scenario needs besides the blocks. */
export interface Stage {
  readonly run: Run;
  /** Lets time pass, in seconds. */
  advance(seconds: number): Promise<void>;
}

const card = (number = '4242424242424242') => ({
  object: 'card',
  number,
  exp_month: 12,
  exp_year: 2030,
  cvc: '123',
});
const DAY = 86_400;

/** Tokens, customers and their cards. */
export async function customers({ run }: Stage): Promise<void> {
  const token = await run('createCardToken', {
    cardNumber: '4242424242424242',
    cardExpirationMonth: 12,
    cardExpirationYear: '2030',
    cardCvc: '123',
  });
  await run('getToken', { tokenId: token.id });
  await run('createPiiToken', { personalIdNumber: '000000000' });
  const customer = await run('createCustomer', {
    source: token.id,
    email: 'jenny@example.com',
    description: 'Jenny Rosen',
    accountBalance: 0,
    metadata: [{ keyName: 'shop', value: '7' }],
  });
  const customerId = customer.id;
  await run('updateCustomer', { customerId, description: '', businessVatId: 'DE123456789' });
  await run('getCustomer', { customerId });
  await run('getCustomerList', { all: true });
  const added = await run('createCard', { customerId, source: 'tok_mastercard', metadata: { a: 'b' } });
  const cardId = added.id;
  await run('getCard', { customerId, cardId });
  await run('updateCard', { customerId, cardId, name: 'Sophia Moore', expMonth: '11', addressZip: '94111' });
  await run('getCardList', { customerId, limit: '1' });
  await run('deleteCard', { customerId, cardId });
  await run('deleteCustomer', { customerId });
}

/** Charges, refunds, disputes, files, the balance and events. */
export async function charges({ run, advance }: Stage): Promise<void> {
  const customer = await run('createCustomer', { source: card(), email: 'jenny@example.com' });
  const charge = await run('createCharge', {
    amount: '2000',
    currency: 'USD',
    customer: customer.id,
    description: 'Socks',
    receiptEmail: 'jenny@example.com',
    statementDescriptor: 'SOCKS',
  });
  const chargeId = charge.id;
  await run('getCharge', { chargeId });
  await run('updateCharge', {
    chargeId,
    description: 'Socks, grey',
    fraudDetails: { user_report: 'safe' },
    shipping: { name: 'Jenny Rosen', address: { line1: '1 Main St', country: 'US' }, carrier: 'USPS' },
  });
  const held = await run('createCharge', {
    amount: 900,
    currency: 'usd',
    source: 'tok_visa',
    capture: 'false',
  });
  await run('captureCharge', { chargeId: held.id, amount: 500, statementDescriptor: 'SOCKS LATER' });
  await run('getChargesList', {
    customer: customer.id,
    created: { gt: '2016-07-06' },
    source: { object: 'card' },
  });
  const refund = await run('createRefund', { chargeId, amount: 300, reason: 'requested_by_customer' });
  const refundId = refund.id;
  await run('getRefund', { refundId });
  await run('updateRefund', { refundId, metadata: '{"order": "6735"}' });
  await run('getRefundList');
  await run('getAccountBalance');
  await run('getBalanceHistory', { type: 'charge', currency: 'usd', limit: 3 });
  await run('getBalanceTransaction', { id: charge.balance_transaction });

  const file = await run('createFileUpload', {
    purpose: 'dispute_evidence',
    file: { name: 'receipt.pdf', data: Buffer.from('%PDF-1.4 receipt').toString('base64') },
  });
  for (const _ of ['given up', 'fought']) {
    await run('createCharge', { amount: 1500, currency: 'usd', source: 'tok_createDispute' });
  }
  await advance(DAY);
  const [fought, givenUp] = (await run('getDisputes')).data;
  await run('getDispute', { disputeId: fought.id });
  await run('updateDispute', {
    disputeId: fought.id,
    evidence: { receipt: file.id, uncategorized_text: 'winning_evidence' },
    metadata: { a: 'b' },
  });
  await run('closeDispute', { disputeId: givenUp.id });
  const { data: events } = await run('getEventList', { type: 'charge.*' });
  await run('getEvent', { eventId: events.at(-1).id });
}

/** Plans, coupons, subscriptions and invoices. */
export async function billing({ run }: Stage): Promise<void> {
  const customer = await run('createCustomer', { source: 'tok_visa', email: 'jenny@example.com' });
  for (const [planId, amount] of [
    ['gold', 2000],
    ['silver', '1000'],
  ]) {
    const fields = {
      currency: 'usd',
      interval: 'month',
      name: 'Gold',
      statementDescriptor: 'GOLD',
      intervalCount: '1',
    };
    await run('createPlan', { planId, amount, ...fields, trialPeriodDays: 0 });
  }
  await run('getPlan', { planId: 'gold' });
  await run('updatePlan', { planId: 'gold', name: 'Gold special', metadata: { a: 'b' } });
  await run('getPlanList');
  await run('createCoupon', {
    couponId: 'THIRD',
    duration: 'repeating',
    durationInMonths: '3',
    percentOff: '30',
  });
  await run('getCoupon', { couponId: 'THIRD' });
  await run('updateCoupon', { couponId: 'THIRD', metadata: { a: 'b' } });
  await run('getCouponList');

  const subscription = await run('createSubscription', {
    customer: customer.id,
    plan: 'gold',
    coupon: 'THIRD',
    quantity: 2,
    taxPercent: '8.5',
  });
  const subscriptionId = subscription.id;
  await run('getSubscription', { subscriptionId });
  await run('updateSubscription', {
    subscriptionId,
    customer: customer.id,
    plan: 'silver',
    metadata: { a: 'b' },
  });
  await run('getSubscriptionList', { subscriptionId, customer: customer.id });
  await run('deleteSubscriptionDiscount', { subscriptionId });
  await run('updateCustomer', { customerId: customer.id, coupon: 'THIRD' });
  await run('deleteCustomerDiscount', { customerId: customer.id });

  const item = await run('createInvoiceItem', {
    customer: customer.id,
    amount: 2500,
    currency: 'usd',
    description: 'One-time setup fee',
  });
  await run('getInvoiceItem', { invoiceitem: item.id });
  await run('updateInvoiceItem', { itemId: item.id, amount: 2600, discountable: 'false' });
  const other = await run('createInvoiceItem', { customer: customer.id, amount: '-100', currency: 'usd' });
  await run('getInvoiceItemsList', { customer: customer.id });
  await run('deleteInvoiceItem', { invoiceitem: other.id });
  const invoice = await run('createInvoice', { customer: customer.id, description: 'Extras', taxPercent: 0 });
  const invoiceId = invoice.id;
  await run('getInvoice', { invoiceId });
  await run('updateInvoice', { invoiceId, closed: 'true', metadata: { a: 'b' } });
  await run('updateInvoice', { invoiceId, closed: false, description: '' });
  await run('getInvoiceLineItems', { invoice: invoiceId });
  await run('getInvoiceLineItems', {
    invoice: 'upcoming',
    customer: customer.id,
    subscription: subscriptionId,
    subscriptionPlan: 'gold',
    subscriptionQuantity: 3,
    subscriptionProrate: 'true',
  });
  await run('payInvoice', { invoiceId });
  await run('getInvoiceList', { customer: customer.id });
  await run('cancelSubscription', { subscriptionId, atPeriodEnd: 'true' });
  await run('cancelSubscription', { subscriptionId, atPeriodEnd: false });
  await run('deletePlan', { planId: 'silver' });
  await run('deleteCoupon', { couponId: 'THIRD' });
}

/** Products, SKUs, orders and their returns. */
export async function orders({ run }: Stage): Promise<void> {
  const product = await run('createProduct', {
    name: 'T-shirt',
    attributes: ['size', 'gender'],
    description: 'Comfortable cotton t-shirt',
    images: 'https://example.com/t-shirt.png',
    packageDimensions: { height: 1, length: 12, weight: 8.5, width: 9 },
    url: 'https://example.com/t-shirt',
  });
  const productId = product.id;
  await run('getProduct', { productId });
  await run('updateProduct', { productId, name: 'Shirt', caption: 'Soft and warm', shippable: 'true' });
  await run('getProductList', { ids: [productId], shippable: true });
  const sku = await run('createSKU', {
    product: productId,
    currency: 'usd',
    price: 1500,
    inventory: '{"type": "finite", "quantity": 500}',
    attributes: { size: 'Medium', gender: 'Unisex' },
  });
  const skuId = sku.id;
  await run('getSKU', { skuId });
  await run('updateSKU', { skuId, price: '1600', active: 'true' });
  await run('getSKUList', { productId, ids: skuId, attributes: { size: 'Medium' } });
  const order = await run('createOrder', {
    currency: 'usd',
    email: 'jenny@example.com',
    items: `[{"type": "sku", "parent": "${skuId}", "quantity": 2}]`,
    shipping: {
      name: 'Jenny Rosen',
      address: { line1: '1 Main St', city: 'Anytown', country: 'US', postal_code: '12345' },
    },
  });
  const orderId = order.id;
  await run('getOrder', { orderId });
  await run('updateOrder', { orderId, metadata: { gift: 'yes' } });
  await run('payOrder', { orderId, source: 'tok_visa', metadata: { paid: 'yes' } });
  await run('updateOrder', {
    orderId,
    status: 'fulfilled',
    shipping: { carrier: 'USPS', tracking_number: '9400110200881' },
  });
  const returned = await run('returnOrder', { orderId, items: [{ type: 'sku', parent: skuId }] });
  await run('getOrderReturn', { orderId: returned.id });
  await run('getOrderReturnList', { order: orderId, created: { gte: 0 } });
  await run('getOrderList', { ids: orderId, statusTransitions: { paid: { gte: '2016-07-06' } } });
  const spare = await run('createSKU', {
    product: productId,
    currency: 'usd',
    price: 1500,
    inventory: { type: 'infinite' },
    attributes: { size: 'Small', gender: 'Unisex' },
  });
  await run('deleteSKU', { skuId: spare.id });
  const unsold = await run('createProduct', { name: 'Hat' });
  await run('deleteProduct', { productId: unsold.id });
}

/** Connected accounts and what they are paid with. */
export async function accounts({ run }: Stage): Promise<void> {
  await run('getCountrySpecsList', { limit: '3' });
  await run('getCountrySpec', { country: 'US' });
  const account = await run('createAccount', { country: 'US', email: 'bob@example.com', managed: 'true' });
  const accountId = account.id;
  await run('getAccount', { accountId });
  await run('updateAccount', {
    accountId,
    businessName: 'Rosen Socks',
    declineChargeOn: '{"cvc_failure": true}',
    legalEntity: {
      type: 'individual',
      first_name: 'Jenny',
      last_name: 'Rosen',
      dob: { day: 1, month: 2, year: 1980 },
      personal_id_number: '000000000',
      ssn_last_4: '0000',
      address: { line1: '1 Main St', city: 'Anytown', state: 'CA', postal_code: '94111', country: 'US' },
    },
    tosAcceptance: { date: '2016-07-06', ip: '203.0.113.7' },
    transferSchedule: { interval: 'weekly', weekly_anchor: 'monday' },
    supportPhone: '555-867-5309',
    debitNegativeBalances: 'false',
  });
  await run('getAccountList', { limit: 3 });
  const token = await run('createBankAccountToken', {
    bankAccountCountry: 'US',
    bankAccountCurrency: 'usd',
    bankAccountAccountHolderName: 'Jenny Rosen',
    bankAccountAccountHolderType: 'individual',
    bankAccountRoutingNumber: '110000000',
    bankAccountNumber: '000123456789',
  });
  const bankAccount = await run('createBankAccount', { accountId, externalAccount: token.id });
  const bankAccountId = bankAccount.id;
  await run('getBankAccount', { accountId, bankAccountId });
  await run('updateBankAccount', { accountId, bankAccountId, metadata: { order_id: '6735' } });
  await run('getBankAccountList', { accountId, limit: '3' });
  const debitCard = { ...card('4000056655665556'), currency: 'usd' };
  const added = await run('createCard', {
    accountId,
    externalAccount: debitCard,
    defaultForCurrency: 'true',
  });
  const cardId = added.id;
  await run('getCard', { accountId, cardId });
  await run('updateCard', { accountId, cardId, name: 'Sophia Moore' });
  await run('getCardList', { accountId });
  const source = {
    object: 'bank_account',
    country: 'US',
    currency: 'usd',
    account_number: '000123456789',
    routing_number: '110000000',
  };
  const other = await run('createBankAccount', { accountId, source, defaultForCurrency: 'true' });
  await run('deleteCard', { accountId, cardId });
  await run('deleteBankAccount', { accountId, bankAccountId });
  await run('getBankAccount', { accountId, bankAccountId: other.id });
  const second = await run('createAccount', { country: 'US', managed: true });
  await run('rejectAccount', { accountId: second.id, reason: 'fraud' });
  await run('deleteAccount', { accountId: second.id });
}

/** Fees of a platform, and transfers. */
export async function transfers({ run }: Stage): Promise<void> {
  const account = await run('createAccount', { country: 'US', managed: true });
  const headers = { 'Stripe-Account': account.id };
  const held = await run(
    'createCharge',
    { amount: 1000, currency: 'usd', source: 'tok_visa', capture: false },
    headers,
  );
  await run('captureCharge', { chargeId: held.id, applicationFee: 100 }, headers);
  const { data: fees } = await run('getApplicationFeeList', { chargeId: held.id });
  const feeId = fees[0].id;
  await run('getApplicationFee', { feeId });
  const refund = await run('createFeeRefund', { appId: feeId, amount: 40, metadata: { a: 'b' } });
  await run('getFeeRefund', { feeId, refundId: refund.id });
  await run('updateFeeRefund', { feeId, refundId: refund.id, metadata: '{"order_id": "6735"}' });
  await run('getFeeRefundList', { appId: feeId, limit: 3 });

  const bypass = card('4000000000000077');
  await run('createCharge', { amount: 5000, currency: 'usd', source: bypass });
  const transfer = await run('createTransfer', {
    amount: 400,
    currency: 'usd',
    destination: account.id,
    description: 'Share',
  });
  const transferId = transfer.id;
  await run('getTransfer', { transferId });
  await run('updateTransfer', { transferId, metadata: { a: 'b' }, description: '' });
  await run('getTransferList', { destination: account.id });
  const reversal = await run('createTransferReversal', { transferId, description: 'Too much' });
  await run('getTransferReversal', { transferId, id: reversal.id });
  await run('updateTransferReversal', { transferId, id: reversal.id, metadata: { order_id: '6735' } });
  await run('getTransferReversalList', { transferId });
}

/** Bitcoin receivers. */
export async function receivers({ run }: Stage): Promise<void> {
  const receiver = await run('createReceiver', {
    amount: '1000',
    currency: 'usd',
    email: 'jenny@example.com',
    refundMispayments: 'true',
    metadata: { a: 'b' },
  });
  await run('getReceiver', { receiverId: receiver.id });
  await run('createReceiver', { amount: 2000, currency: 'usd', email: 'fill_now@example.com' });
  await run('getReceiverList');
}
