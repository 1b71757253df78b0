/** The section on the errors of this surface in functions/ERRORS.md. */
import { restStatus } from '#lib/surfaces/rest/errors.ts';
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';

/** Creates the section. */
export function errors(): string {
  return [introduction(), errorCodes('rest', CODE, restStatus, '### Error codes')].join('\n\n');
}

const CODE = 'If this service rejects a call itself, `error.code` is one of these.';

function introduction(): string {
  return `## REST

Errors that Stripe reports are passed on as Stripe sent them. Errors of this service have the same format, and Stripe’s own
messages where Stripe has one. They carry \`X-Correlation-Id\` but no \`Request-Id\`:

\`\`\`json
{"error": {"type": "invalid_request_error", "message": "Missing required param: amount.", "param": "amount", "code": "parameter_missing"}}
\`\`\`

As in Stripe’s API, a wrong method returns 404 rather than 405, and an oversized or unsupported body returns 400. Clients of
2013 ignore \`code\` here, as they ignore the codes that today’s Stripe adds to such errors.`;
}
