/** The connector's error format. */
import type { CallContext } from '#lib/endpoint/endpoint.ts';
import type { HttpResponse } from '#lib/http/response.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';

/**
 * Formats an error like Stripe does, and adds the status and a message at the top level, where the flow designer
 * looks for them. The message is that of the error, unless there is a more helpful one.
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
