/** The webhook of the card service: Stripe calls it with events, which are signed. */

import { deadlineOf } from '#lib/caller.ts';
import { takeEvent } from '#lib/card-service/events.ts';
import { cardService } from '#lib/card-service/service.ts';
import { readEvent } from '#lib/card-service/stripe-event.ts';
import type { Handler } from '#lib/endpoint.ts';
import { HttpError } from '#lib/errors.ts';
import { handle } from '#lib/handle.ts';
import { MAX_BODY } from '#lib/http/body.ts';
import { jsonReply } from '#lib/http/reply.ts';
import type { Operation } from '#lib/stripe/operation.ts';
import { CARD_FUNCTION } from './card.ts';
import { failAsStripe } from './stripe-errors.ts';

/** Makes the webhook that follows the cards. `calls` are the operations of Stripe's by which it looks things up. */
export function cardWebhook(details: { description: string; calls: readonly Operation[] }): Handler {
  return handle(
    {
      surface: 'webhook',
      method: 'POST',
      path: (name) => `/webhooks/${name}`,
      description: details.description,
      arguments: [],
      alsoCalls: details.calls,
      ...CARD_FUNCTION,
    },
    { fail: failAsStripe },
    async (state, context) => {
      const { body, headers } = state.request;
      const { config, session } = await cardService();
      state.credentials = [...state.credentials, config.stripeKey, ...config.webhookSecrets];
      if (config.webhookSecrets.length === 0) {
        const cause = new Error('CARD_WEBHOOK_SECRETS is not set.');
        throw new HttpError(503, 'No secret of a webhook is configured here.', {}, cause);
      }
      if (body.byteLength > MAX_BODY) {
        throw new HttpError(413, `The body has ${body.byteLength} bytes; at most ${MAX_BODY} are taken.`);
      }
      const event = readEvent(body, headers['stripe-signature'], config.webhookSecrets);
      await takeEvent(session(deadlineOf(context)), event);
      return jsonReply(200, { received: true });
    },
  );
}
