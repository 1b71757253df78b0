/** The documentation of the REST API's errors, for people. */
import { restStatus } from '#lib/surfaces/rest/errors.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';

/** Makes `functions/rest/README.md`. */
export function documents(): Document[] {
  const text = [`<!-- ${GENERATED} -->`, introduction(), errorCodes('rest', CODE, restStatus)].join('\n\n');
  return [{ file: 'functions/rest/README.md', text: `${text}\n` }];
}

const CODE = 'If this service rejects a call itself, `error.code` is one of these.';

function introduction(): string {
  return `# REST API

The operations of Stripe’s REST API of 2013. [api.raml](api.raml) describes them for machines.

## Errors

Errors that Stripe reports are passed on as Stripe sent them. Errors of this service have the same format, and Stripe’s own
messages where Stripe has one. They carry \`X-Correlation-Id\` but no \`Request-Id\`:

\`\`\`json
{"error": {"type": "invalid_request_error", "message": "Missing required param: amount.", "param": "amount", "code": "parameter_missing"}}
\`\`\`

As in Stripe’s API, a wrong method returns 404 rather than 405, and an oversized or unsupported body returns 400. Clients of
2013 ignore \`code\` here, as they ignore the codes that today’s Stripe adds to such errors.`;
}
