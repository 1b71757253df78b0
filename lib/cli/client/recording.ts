/** Records responses with every kind of object, at the API version of the sockets and blocks. */
import { readConfig } from '#lib/config/config.ts';
import { DESCRIBED_VERSION, type Operation } from '#lib/operations/operation.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import type { StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import type { Recorded } from './recorder.ts';
import { STORIES } from './stories.ts';

/** The ways to charge cards, which affect Stripe's payment objects. */
const WAYS = ['charges', 'payment_intents'] as const;

/** Plays every story in both ways of charging cards, each with its own account, and returns all responses. */
export async function record(startStripe: StartStripe): Promise<Recorded[]> {
  const stripe = await startStripe({ now: Date.parse(DESCRIBED_VERSION) / 1000, seed: 'client' });
  const replies: Recorded[] = [];
  try {
    for (const way of WAYS) {
      const send = stripeClient({ ...readConfig({}), STRIPE_API_BASE: stripe.url, CARD_PAYMENTS: way });
      for (const [name, story] of Object.entries(STORIES)) {
        const apiKey = `sk_test_${way}${name}`;
        await story({
          async call(operation, values, stripeAccount) {
            const deadline = Date.now() + 60_000;
            const caller = { apiKey, apiVersion: DESCRIBED_VERSION, deadline, stripeAccount };
            const { body } = await send(operation, values, caller);
            replies.push({ operation: operation as unknown as Operation, body });
            return body;
          },
          advance: (seconds) => advance(stripe.url, apiKey, seconds),
        });
      }
    }
  } finally {
    await stripe.close();
  }
  return replies;
}

async function advance(url: string, apiKey: string, seconds: number): Promise<void> {
  const reply = await fetch(`${url}/_sandbox/clock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: new URLSearchParams({ advance: `${seconds}` }),
  });
  if (!reply.ok) {
    throw new Error(`The clock of the sandbox did not advance: ${await reply.text()}`);
  }
}
