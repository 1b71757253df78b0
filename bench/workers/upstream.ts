/** A server in Stripe's place that answers the same JSON each time, and keeps nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering } from './worker.ts';

const CHARGE = {
  id: 'ch_18zQ402eZvKYlo2CvQYLBOJ4',
  object: 'charge',
  amount: 500,
  amount_refunded: 0,
  application_fee: null,
  balance_transaction: 'txn_18zQ402eZvKYlo2CvQYLBOJ4',
  captured: true,
  created: 1467763200,
  currency: 'usd',
  customer: null,
  description: 'Order 6735',
  destination: null,
  dispute: null,
  failure_code: null,
  failure_message: null,
  fraud_details: {},
  invoice: null,
  livemode: false,
  metadata: {},
  order: null,
  paid: true,
  receipt_email: null,
  receipt_number: null,
  refunded: false,
  refunds: {
    object: 'list',
    data: [],
    has_more: false,
    total_count: 0,
    url: '/v1/charges/ch_18zQ402eZvKYlo2CvQYLBOJ4/refunds',
  },
  shipping: null,
  source: {
    id: 'card_18zQ402eZvKYlo2CvQYLBOJ4',
    object: 'card',
    brand: 'Visa',
    country: 'US',
    customer: null,
    cvc_check: 'pass',
    exp_month: 12,
    exp_year: 2030,
    fingerprint: 'Xt5EWLLDS7FJjR1c',
    funding: 'credit',
    last4: '4242',
    metadata: {},
    name: null,
  },
  source_transfer: null,
  statement_descriptor: null,
  status: 'succeeded',
};

const CUSTOMER = {
  id: 'cus_8oCNXq2eZvKYlo',
  object: 'customer',
  account_balance: 0,
  created: 1467763200,
  currency: null,
  default_source: null,
  delinquent: false,
  description: 'Jenny Rosen',
  discount: null,
  email: 'jenny@example.com',
  livemode: false,
  metadata: {},
  shipping: null,
  sources: {
    object: 'list',
    data: [],
    has_more: false,
    total_count: 0,
    url: '/v1/customers/cus_8oCNXq2eZvKYlo/sources',
  },
};

const INTENT = {
  id: 'pi_18zQ402eZvKYlo2CvQYLBOJ4',
  object: 'payment_intent',
  amount: 500,
  currency: 'usd',
  latest_charge: CHARGE.id,
  status: 'succeeded',
};

const [charge, customer, intent] = [CHARGE, CUSTOMER, INTENT].map((object) =>
  Buffer.from(JSON.stringify(object)),
);

function answerTo(path: string): Buffer {
  if (path.startsWith('/v1/customers')) {
    return customer!;
  }
  return path.startsWith('/v1/payment_intents') ? intent! : charge!;
}

const server = createServer((request, response) => {
  const answer = answerTo(request.url!);
  request.resume().on('end', () => {
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': answer.byteLength,
      'Request-Id': 'req_8oCNXq2eZvKYlo',
    });
    response.end(answer);
  });
});
// Whoever measures may pause.
server.keepAliveTimeout = 120_000;
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

answering(() => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
