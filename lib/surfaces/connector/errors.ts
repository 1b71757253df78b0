/** How the connector tells what went wrong. */
import type { CallContext } from '#lib/endpoint/endpoint.ts';
import type { HttpResponse } from '#lib/http/response.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';

/**
 * Stripe's form of an error, with the status and a sentence on top, where the designer of flows looks for them. The
 * sentence is the error's own, unless something better can be made of that.
 */
export function toConnectorErrorResponse(
  error: unknown,
  context: CallContext,
  explain: (message: string) => string = (message) => message,
): HttpResponse {
  const reply = toStripeErrorResponse(error, context);
  const { error: told } = JSON.parse(reply.body) as { error: { type: string; message: string } };
  const type = reply.statusCode === 429 ? 'rate_limit_error' : told.type;
  const body = {
    status: reply.statusCode,
    message: explain(told.message),
    error: { ...told, type },
  };
  return { ...reply, body: JSON.stringify(body) };
}
