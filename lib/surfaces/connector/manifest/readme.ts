/** The documentation of the connector's errors, for people. */
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';

/** Makes `functions/connector/README.md`. */
export function documents(): Document[] {
  const text = [`<!-- ${GENERATED} -->`, introduction(), errorCodes('connector', CODE)].join('\n\n');
  return [{ file: 'functions/connector/README.md', text: `${text}\n` }];
}

const CODE = 'If this service rejects a call itself, `error.code` is one of these.';

function introduction(): string {
  return `# Connector

The custom connector for Logic Apps, Power Automate and Power Apps. Import
[apiDefinition.swagger.json](apiDefinition.swagger.json) and [apiProperties.json](apiProperties.json).

## Errors

Errors have the format of Stripe’s errors. The status and the message are repeated at the top level, where the designer of
flows shows them:

\`\`\`json
{"status": 400, "message": "Name is required: …", "error": {"type": "invalid_request_error", "message": "Name is required: …", "code": "parameter_missing", "param": "Name"}}
\`\`\`

\`type\` is \`rate_limit_error\` if the status is 429, \`api_error\` if the error is a bug or a setting of this service, and
\`api_connection_error\` if Stripe did not respond.`;
}
