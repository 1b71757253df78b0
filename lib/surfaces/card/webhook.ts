/** The webhook of the card service, which receives signed events from Stripe. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { deadlineOf } from '#lib/endpoint/request-options.ts';
import { MAX_BODY } from '#lib/http/body.ts';
import { HttpError } from '#lib/http/errors.ts';
import { jsonResponse } from '#lib/http/response.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { CARD_FUNCTION } from './card.ts';
import { processEvent } from './events.ts';
import { cardService } from './service.ts';
import { readEvent } from './stripe-event.ts';

/** Creates the webhook. `operations` are the Stripe operations that it calls. */
export function cardWebhook(details: { description: string; operations: readonly Operation[] }): Handler {
  return makeHandler(
    {
      surface: 'webhook',
      method: 'POST',
      path: (name) => `/webhooks/${name}`,
      description: details.description,
      arguments: [],
      otherOperations: details.operations,
      ...CARD_FUNCTION,
    },
    { toErrorResponse: toStripeErrorResponse },
    async (state, context) => {
      const { body, headers } = state.request;
      const { config, session } = await cardService();
      state.credentials = [...state.credentials, config.stripeKey, ...config.webhookSecrets];
      if (config.webhookSecrets.length === 0) {
        const cause = new Error('CARD_WEBHOOK_SECRETS is not set.');
        throw new HttpError(
          'not_configured',
          'No webhook signing secret is configured (CARD_WEBHOOK_SECRETS).',
          {},
          cause,
        );
      }
      if (body.byteLength > MAX_BODY) {
        throw new HttpError(
          'body_too_large',
          `The body has ${body.byteLength} bytes; the limit is ${MAX_BODY}.`,
        );
      }
      const event = readEvent(body, headers['stripe-signature'], config.webhookSecrets);
      await processEvent(session(deadlineOf(context), state.stripeUsage), event);
      return jsonResponse(200, { received: true });
    },
  );
}
