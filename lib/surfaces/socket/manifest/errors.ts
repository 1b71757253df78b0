/** The section on the errors of this surface in functions/ERRORS.md. */
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';

/** Creates the section. */
export function errors(): string {
  return [introduction(), errorCodes('socket', CODE, undefined, '### Error codes')].join('\n\n');
}

const CODE = 'If this service rejects a call itself, `error.code` is one of these.';

function introduction(): string {
  return `## Sockets

Errors have the format of Stripe’s errors, with the caller’s names of the parameters:

\`\`\`json
{"error": {"type": "invalid_request_error", "message": "amount is required: …", "code": "parameter_missing", "param": "amount"}}
\`\`\`

If several arguments are invalid, \`errors\` lists them, each with \`param\`, \`code\` and \`message\`. If a retry may succeed,
\`retryable\` is true. Send \`idempotency_key\` as the \`Idempotency-Key\` header when you retry, so the call runs only once.
\`type\` is \`api_error\` if the error is a bug or a setting of this service, and \`api_connection_error\` if Stripe did not respond.`;
}
