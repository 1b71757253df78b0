/** The card service with the sandbox, by a token of `npm run token`. */
import { expect, test } from '@jest/globals';
import { TODAY } from '#lib/operations/operation.ts';
import type { Received } from '../../../helpers/call.ts';
import { JWT_SECRET } from '../../../helpers/cards.ts';
import { run } from '../../../helpers/command.ts';
import type { Service } from './service.ts';

/** What the service and `npm run token` both find in their environment. */
export const cardEnvironment = { CARD_JWT_SECRET: JWT_SECRET };

export function testCards(service: Service): void {
  test('cards are kept, and follow the events of the sandbox', async () => {
    expect(service.running.output()).toMatch(/Cards +npm run token/);
    const { output: token } = await run(
      'lib/cli/token.ts',
      ['--role', 'owner', '--account', 'a1'],
      cardEnvironment,
    );
    const call = async (name: string, body: object) => {
      const response = await fetch(`${service.api}/card/${name}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token.trim()}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Received['body'] };
    };
    const year = String(new Date().getUTCFullYear() + 1);
    const card = {
      name: 'Business',
      number: '0341',
      month: '12',
      year,
      stripeToken: 'tok_chargeCustomerFail',
    };
    const made = await call('create', card);
    expect([made.status, made.body.current]).toEqual([200, true]);
    const found = (await call('find', { hidden: true })).body.data[0];
    await fetch(`${service.stripe}/v1/payment_intents`, {
      method: 'POST',
      headers: { Authorization: 'Bearer sk_test_cards', 'Stripe-Version': TODAY },
      body: new URLSearchParams({
        amount: '500',
        currency: 'usd',
        customer: found.stripeCustomerId,
        payment_method: found.stripeCardId,
        off_session: 'true',
        confirm: 'true',
      }),
    });
    while ((await call('get', { id: found.id })).body.failures !== 1) {
      // The webhook is on its way.
    }
    expect((await call('get', { id: found.id })).body).toMatchObject({
      failures: 1,
      error: 'Your card was declined.',
    });
  });
}
