import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { createCard } from '#lib/surfaces/card/create.ts';
import { EVENT_TYPES } from '#lib/surfaces/card/event-types.ts';
import { processEvent } from '#lib/surfaces/card/events.ts';
import type { Session } from '#lib/surfaces/card/session.ts';
import type { StripeEvent } from '#lib/surfaces/card/stripe-event.ts';
import { handler } from '../../../../functions/webhooks/stripe.ts';
import { call, type Received, type Sent } from '../../../helpers/call.ts';
import {
  addCard,
  CARD,
  callAs,
  cardsOf,
  cardToken,
  changesAt,
  expectAgreement,
  newAccount,
  owner,
  setupCardService,
  stripe,
  WEBHOOK_SECRET,
} from './helpers.ts';

const bench = setupCardService();

const now = () => Math.floor(Date.now() / 1000);

function signatureOf(payload: string, { secret = WEBHOOK_SECRET, timestamp = now() } = {}): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
}

/** Calls the webhook as Stripe does. */
function deliver(
  body: string,
  signature: string | undefined = signatureOf(body),
  sent: Sent = {},
): Promise<Received> {
  return call(handler, {
    body,
    path: '/webhooks/stripe',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      ...(signature !== undefined && { 'Stripe-Signature': signature }),
    },
    ...sent,
  });
}

let eventsMade = 0;

/** An event of a charge of a card. */
function chargeEvent(
  type: 'charge.failed' | 'charge.succeeded',
  card: { stripeCustomerId: string; stripeCardId: string },
  created: number,
  message?: string,
): StripeEvent {
  eventsMade += 1;
  return {
    id: `evt_${eventsMade}x${now()}`,
    type,
    created,
    data: {
      object: {
        id: `ch_${eventsMade}`,
        object: 'charge',
        customer: card.stripeCustomerId,
        source: { id: card.stripeCardId, object: 'card' },
        failure_message: message ?? null,
      },
    },
  };
}

async function newCard(): Promise<{ account: string; stripeCustomerId: string; stripeCardId: string }> {
  const account = newAccount();
  await addCard(bench, account);
  return { account, ...(await cardsOf(account))[0] };
}

const stateOf = async (account: string) => {
  const [{ failures, error }] = await cardsOf(account);
  return { failures, error };
};

describe('the signature', () => {
  const body = JSON.stringify({
    ...chargeEvent('charge.failed', { stripeCustomerId: 'cus_1', stripeCardId: 'c' }, 1),
  });

  test('is accepted, also of a body in base64', async () => {
    expect((await deliver(body)).status).toBe(200);
    expect((await deliver(body, signatureOf(body), { base64: true })).status).toBe(200);
    expect((await deliver(body, signatureOf(body), { format: '1.0', base64: true })).status).toBe(200);
    const spaced = JSON.stringify(JSON.parse(body), undefined, 3).replaceAll('"charge"', '"ch\\u0061rge"');
    expect((await deliver(spaced)).status).toBe(200);
    const umlauts = body.replace('ch_1', 'Jürgen ✓');
    expect((await deliver(umlauts)).status).toBe(200);
  });

  test('may be any of several', async () => {
    const [good, other] = [signatureOf(body), signatureOf(body, { secret: 'whsec_other' })];
    const [, v1] = other.split(',');
    const [t, mine] = good.split(',');
    expect((await deliver(body, `${t},${v1},${mine}`)).status).toBe(200);
    expect((await deliver(body, `${t},v0=abc,${mine}`)).status).toBe(200);
  });

  test('may be made with any of several secrets', async () => {
    process.env['CARD_WEBHOOK_SECRETS'] = `whsec_old, ${WEBHOOK_SECRET}`;
    try {
      expect((await deliver(body, signatureOf(body, { secret: 'whsec_old' }))).status).toBe(200);
      expect((await deliver(body)).status).toBe(200);
      expect((await deliver(body, signatureOf(body, { secret: 'whsec_older' }))).status).toBe(400);
    } finally {
      process.env['CARD_WEBHOOK_SECRETS'] = WEBHOOK_SECRET;
    }
  });

  test.each<[string, () => string | undefined, string?]>([
    ['none', () => ''],
    ['no signature', () => 'abc'],
    ['one with another secret', () => signatureOf(body, { secret: 'whsec_other' })],
    ['one with an empty secret', () => signatureOf(body, { secret: ' ' })],
    ['one of another body', () => signatureOf(`${body} `)],
    ['one six minutes old', () => signatureOf(body, { timestamp: now() - 360 })],
    ['one six minutes ahead', () => signatureOf(body, { timestamp: now() + 360 })],
    [
      'a time that was not signed',
      () => signatureOf(body, { timestamp: now() - 360 }).replace(/t=\d+/, `t=${now()}`),
    ],
    ['one of another scheme', () => signatureOf(body).replace('v1=', 'v0=')],
    ['no time', () => signatureOf(body).replace(/t=\d+,/, '')],
  ])('is refused: %s', async (_, make) => {
    const reply = await deliver(body, make());
    expect([reply.status, reply.body.error.code]).toEqual([400, 'signature_invalid']);
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"id":"evt_1"}',
    '{"id":"x","type":"a","created":1,"data":{"object":{}}}',
  ])('does not make an event of %s', async (text) => {
    const { status, body: reply } = await deliver(text);
    expect(status).toBe(400);
    expect(reply.error.code).toMatch(/^(event|signature)_invalid$/);
  });

  test('is not checked where there is no secret: nothing is taken then', async () => {
    process.env['CARD_WEBHOOK_SECRETS'] = '';
    try {
      expect((await deliver(body)).status).toBe(503);
    } finally {
      process.env['CARD_WEBHOOK_SECRETS'] = WEBHOOK_SECRET;
    }
  });

  test('is of a body that is not too large', async () => {
    expect((await deliver('x'.repeat(1024 * 1024 + 1))).status).toBe(413);
  });
});

describe('an event', () => {
  test('is taken once, however often it comes', async () => {
    const card = await newCard();
    const body = JSON.stringify(chargeEvent('charge.failed', card, 100, 'Declined.'));
    await Promise.all([1, 2, 3, 4, 5].map(() => deliver(body)));
    await deliver(body);
    expect(await stateOf(card.account)).toEqual({ failures: 1, error: 'Declined.' });
  });

  test('is taken once, also when it was cut off before it was noted', async () => {
    const card = await newCard();
    const session = bench.service.session(Date.now() + 10_000);
    const event = chargeEvent('charge.failed', card, 100, 'Declined.');
    const keepEvent = () => Promise.reject(new Error('cut off'));
    await expect(processEvent({ ...session, store: { ...session.store, keepEvent } }, event)).rejects.toThrow(
      'cut off',
    );
    await processEvent(session, event);
    expect(await stateOf(card.account)).toEqual({ failures: 1, error: 'Declined.' });
  });

  test('may come in any order', async () => {
    const inOrder: [Parameters<typeof chargeEvent>[0], number, string?][] = [
      ['charge.failed', 100, 'first'],
      ['charge.succeeded', 200],
      ['charge.failed', 300, 'second'],
      ['charge.failed', 400, 'third'],
    ];
    for (const order of permutations([0, 1, 2, 3])) {
      const card = await newCard();
      const events = inOrder.map(([type, created, message]) => chargeEvent(type, card, created, message));
      for (const index of order) {
        expect((await deliver(JSON.stringify(events[index]))).status).toBe(200);
      }
      expect([order, await stateOf(card.account)]).toEqual([order, { failures: 2, error: 'third' }]);
    }
  });

  test('of a failure counts beside a success in the same second, whichever comes first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const card = await newCard();
      const events = [
        chargeEvent('charge.succeeded', card, 100),
        chargeEvent('charge.failed', card, 100, 'Declined.'),
      ];
      for (const index of order) {
        expect((await deliver(JSON.stringify(events[index]))).status).toBe(200);
      }
      expect([order, await stateOf(card.account)]).toEqual([order, { failures: 1, error: 'Declined.' }]);
      await deliver(JSON.stringify(chargeEvent('charge.succeeded', card, 101)));
      expect(await stateOf(card.account)).toEqual({ failures: 0, error: '' });
    }
  });

  test.each(['customer.source.deleted', 'customer.deleted'])(
    '%s that comes while the card is being added is not lost',
    async (type) => {
      const account = newAccount();
      const stripeToken = await cardToken(bench);
      const session = bench.service.session(Date.now() + 10_000);
      let made = '';
      const call: Session['stripe'] = async (operation, values, key) => {
        const answer = await session.stripe(operation, values, key);
        if (operation.path === '/v1/customers/{customer}/sources' && operation.method === 'POST') {
          const { id: card, customer } = answer as { id: string; customer: string };
          made = card;
          const isCustomer = type === 'customer.deleted';
          await (isCustomer
            ? stripe(bench, 'DELETE', `/v1/customers/${customer}`)
            : changesAt(bench).deleteCard({ stripeCustomerId: customer, stripeCardId: card }));
          const object = isCustomer ? { id: customer } : { id: card, customer };
          const event = {
            id: `evt_${type.replaceAll('.', '')}${now()}`,
            type,
            created: now(),
            data: { object },
          };
          expect((await deliver(JSON.stringify(event))).status).toBe(200);
        }
        return answer;
      };
      const wanted = { name: 'Business', number: '4242', month: 12, year: 2035, stripeToken };
      await expect(createCard({ ...session, stripe: call }, account, wanted)).rejects.toMatchObject({
        status: 409,
      });
      expect(made).not.toBe('');
      expect(await cardsOf(account)).toEqual([]);
      expect((await addCard(bench, account)).current).toBe(true);
      await expectAgreement(bench, account);
    },
  );

  test('of a deletion that did not happen stands in no way', async () => {
    const account = newAccount();
    const body = { ...CARD, stripeToken: await cardToken(bench) };
    const { id } = (await callAs(owner(account), 'create', body)).body;
    const [{ stripeCardId, stripeCustomerId: customer }] = await cardsOf(account);
    const data = { object: { id: stripeCardId, customer } };
    const event = { id: `evt_untrue${now()}`, type: 'customer.source.deleted', created: 1, data };
    await deliver(JSON.stringify(event));
    const again = await callAs(owner(account), 'create', body);
    expect([again.status, again.body.id]).toEqual([200, id]);
  });

  test('of many at once, each counts', async () => {
    const card = await newCard();
    const events = Array.from({ length: 20 }, (_, index) =>
      chargeEvent('charge.failed', card, 100 + index, `${index}`),
    );
    await Promise.all(events.map((event) => deliver(JSON.stringify(event))));
    expect(await stateOf(card.account)).toEqual({ failures: 20, error: '19' });
    await deliver(JSON.stringify(chargeEvent('charge.succeeded', card, 110)));
    expect(await stateOf(card.account)).toEqual({ failures: 10, error: '19' });
    await deliver(JSON.stringify(chargeEvent('charge.succeeded', card, 500)));
    expect(await stateOf(card.account)).toEqual({ failures: 0, error: '' });
  });

  test('names its card by a payment method as well', async () => {
    const card = await newCard();
    const event = chargeEvent('charge.failed', card, 100, 'Declined.');
    const object = { ...event.data.object, source: null, payment_method: card.stripeCardId };
    await deliver(JSON.stringify({ ...event, data: { object } }));
    expect((await stateOf(card.account)).failures).toBe(1);
  });

  test('that concerns no card here is left at that', async () => {
    const card = await newCard();
    const event = chargeEvent('charge.failed', card, 100);
    for (const [index, other] of [
      { ...event, type: 'invoice.created' },
      { ...event, type: 'constructor' },
      { ...event, account: 'acct_1' },
      { ...event, data: { object: { ...event.data.object, customer: 'cus_nobody' } } },
      { ...event, data: { object: { ...event.data.object, customer: null } } },
      { ...event, data: { object: { ...event.data.object, source: null } } },
      { ...event, data: { object: { ...event.data.object, source: { id: 'card_nobody' } } } },
    ].entries()) {
      expect((await deliver(JSON.stringify({ ...other, id: `${event.id}other${index}` }))).status).toBe(200);
    }
    expect((await stateOf(card.account)).failures).toBe(0);
  });

  test('that is old news changes nothing: Stripe is asked how things are', async () => {
    const { account, stripeCustomerId, stripeCardId } = await newCard();
    const events = ['customer.source.updated', 'customer.source.deleted'].map((type, index) => ({
      id: `evt_old${index}${now()}`,
      type,
      created: 1,
      data: {
        object: {
          id: stripeCardId,
          object: 'card',
          customer: stripeCustomerId,
          exp_month: 1,
          exp_year: 2020,
        },
      },
    }));
    const customer = {
      id: `evt_old${now()}`,
      type: 'customer.updated',
      created: 1,
      data: { object: { id: stripeCustomerId, object: 'customer', default_source: 'card_other' } },
    };
    for (const event of [
      ...events,
      customer,
      { ...customer, id: `evt_older${now()}`, type: 'customer.deleted' },
    ]) {
      expect((await deliver(JSON.stringify(event))).status).toBe(200);
    }
    expect(await cardsOf(account)).toMatchObject([{ month: '12', year: '2035', current: true }]);
  });

  test('is sent again when it could not be taken', async () => {
    const { account, stripeCustomerId, stripeCardId } = await newCard();
    const other = await addCard(bench, account);
    const { stripeCardId: chosen } = (await bench.service.store.card(account, other.id))!;
    await changesAt(bench).makeDefault({ stripeCustomerId, stripeCardId: chosen });
    const event = {
      id: `evt_again${now()}`,
      type: 'customer.updated',
      created: 1,
      data: { object: { id: stripeCustomerId, object: 'customer' } },
    };
    await stripe(bench, 'POST', '/_sandbox/faults', {
      kind: 'error',
      status: '500',
      path: '/v1/customers/*',
      count: '3',
    });
    const currentAtStripe = async () => (await bench.service.store.account(account))?.current?.stripeCardId;
    expect((await deliver(JSON.stringify(event))).status).toBe(500);
    expect(await currentAtStripe()).toBe(stripeCardId);
    await stripe(bench, 'DELETE', '/_sandbox/faults');
    expect((await deliver(JSON.stringify(event))).status).toBe(200);
    expect(await currentAtStripe()).toBe(chosen);
  });
});

describe('the sandbox’s own events', () => {
  let server: Server;
  let replies: number[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body = (await buffer(request)).toString('base64');
      const reply = await handler({
        version: '2.0',
        headers: request.headers,
        isBase64Encoded: true,
        body,
        routeKey: '$default',
        rawPath: request.url,
        rawQueryString: '',
        requestContext: { http: { method: request.method, path: request.url } },
      } as never);
      replies.push(reply.statusCode);
      response.writeHead(reply.statusCode, reply.headers).end(reply.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const events = Object.fromEntries(EVENT_TYPES.map((type, index) => [`events[${index}]`, type]));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe`;
    await stripe(bench, 'POST', '/_sandbox/webhooks', { url, secret: WEBHOOK_SECRET, ...events });
  });
  afterAll(async () => {
    await stripe(bench, 'DELETE', '/_sandbox/webhooks');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Waits for what the events that are on their way bring about. */
  async function eventually(check: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        await check();
        return;
      } catch (error) {
        if (tries === 2_400) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
  }

  test('a charge that fails, and one that goes well', async () => {
    const account = newAccount();
    await callAs(owner(account), 'create', {
      ...CARD,
      number: '0341',
      stripeToken: await cardToken(bench, '4000000000000341'),
    });
    const [card] = await cardsOf(account);
    await changesAt(bench).charge(card);
    await eventually(async () =>
      expect(await stateOf(account)).toEqual({ failures: 1, error: 'Your card was declined.' }),
    );
    const { id } = await addCard(bench, account, { current: true });
    await changesAt(bench).charge(card);
    await eventually(async () => {
      const charged = await bench.service.store.card(account, id);
      expect(charged?.succeeded).toBeGreaterThan(0);
    });
    expect((await stateOf(account)).failures).toBe(1);
  });

  test('a card changed, another made the default, one deleted', async () => {
    const account = newAccount();
    for (const _ of [1, 2, 3]) {
      await addCard(bench, account);
    }
    const [first, second, third] = await cardsOf(account);
    const changes = changesAt(bench);
    await changes.updateCard(first, { exp_month: 7 });
    await eventually(async () => expect((await cardsOf(account))[0].month).toBe('7'));
    await changes.makeDefault(second);
    await eventually(async () => expect((await cardsOf(account))[1].current).toBe(true));
    await changes.deleteCard(second);
    await eventually(async () => {
      expect((await cardsOf(account)).map(({ id }) => id)).toEqual([first.id, third.id]);
      await expectAgreement(bench, account);
    });
    await stripe(bench, 'DELETE', `/v1/customers/${first.stripeCustomerId}`);
    await eventually(async () => expect(await cardsOf(account)).toEqual([]));
  });

  test('of changes made here change nothing here', async () => {
    const account = newAccount();
    const made = await Promise.all([1, 2, 3, 4].map(() => addCard(bench, account)));
    await Promise.all(made.map(({ id }) => callAs(owner(account), 'updateCurrent', { id })));
    const chosen = made[2].id;
    await callAs(owner(account), 'updateCurrent', { id: chosen });
    await callAs(owner(account), 'remove', { id: made[0].id });
    // The sandbox answers once it has sent all that is due.
    await stripe(bench, 'POST', '/_sandbox/clock', { advance: '1' });
    expect((await cardsOf(account)).find(({ current }) => current)?.id).toBe(chosen);
    await expectAgreement(bench, account);
  });

  test('were all taken', () => {
    expect(replies.length).toBeGreaterThan(10);
    expect(new Set(replies)).toEqual(new Set([200]));
    replies = [];
  });
});

function permutations(items: readonly number[]): number[][] {
  return items.length <= 1
    ? [[...items]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );
}
