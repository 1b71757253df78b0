/** The card service while it is fuzzed: its table, the tokens of its callers, and events that are signed. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { EVENT_TYPES } from '#lib/surfaces/card/event-types.ts';
import { cardEnvironment, TABLE, tokenOf, WEBHOOK_SECRET } from '../helpers/cards.ts';
import { sentTo } from '../helpers/valid-call.ts';
import type { Case } from './cases.ts';
import type { Callers } from './endpoints.ts';
import { OF_SANDBOX } from './upstream.ts';
import { anyJson, hostileText } from './values.ts';

/** Starts the table, and puts the card service into the environment; Stripe is at the address. */
export async function startCards(stripe: string): Promise<{ callers: Callers; close(): Promise<void> }> {
  const key = `sk_test_cards${OF_SANDBOX}`;
  const table = await startDynamoDb(TABLE);
  Object.assign(process.env, cardEnvironment(table.url, stripe, key));
  const token = await tokenOf({ account: 'a-1', role: 'owner' });
  return { callers: { credential: () => token, stripeKey: () => key }, close: () => table.close() };
}

/** Events that Stripe signed, but that it never sent. */
export function eventsOf(entry: Entry): fc.Arbitrary<Case> {
  const object = fc.dictionary(
    fc.constantFrom('id', 'object', 'customer', 'source', 'card', 'failure_code', 'failure_message'),
    fc.oneof(hostileText, anyJson),
  );
  const event = fc.record(
    {
      id: fc.oneof(hostileText, fc.constant('evt_1')),
      object: fc.constant('event'),
      type: fc.oneof(fc.constantFrom<string>(...EVENT_TYPES), hostileText),
      created: fc.oneof(fc.constant(1_467_763_200), anyJson),
      account: hostileText,
      data: fc.oneof({ weight: 5, arbitrary: fc.record({ object }) }, { weight: 1, arbitrary: anyJson }),
    },
    { requiredKeys: ['id', 'type', 'data'] },
  );
  return event.map((value) => {
    const body = JSON.stringify(value);
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(`${time}.${body}`).digest('hex');
    const { key: _, ...sent } = sentTo(entry, {}, '');
    const headers = { ...sent.headers, 'stripe-signature': `t=${time},v1=${signature}` };
    return { sent: { ...sent, headers, body, format: '2.0' }, changed: [] };
  });
}
