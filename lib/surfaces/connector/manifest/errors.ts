/** The section on the errors of this surface in functions/ERRORS.md. */
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';

/** Creates the section. */
export function errors(): string {
  return [introduction(), errorCodes('connector', CODE, undefined, '### Error codes')].join('\n\n');
}

const CODE = 'If this service rejects a call itself, `error.code` is one of these.';

function introduction(): string {
  return `## Connector

Errors have the format of Stripe’s errors. The status and the message are repeated at the top level, where the designer of
flows shows them:

\`\`\`json
{"status": 400, "message": "Name is required: …", "error": {"type": "invalid_request_error", "message": "Name is required: …", "code": "parameter_missing", "param": "Name"}}
\`\`\`

\`type\` is \`rate_limit_error\` if the status is 429, \`api_error\` if the error is a bug or a setting of this service, and
\`api_connection_error\` if Stripe did not respond.`;
}
