/** The documentation of the blocks, for people. */
import { readConfig } from '#lib/config/config.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { connectPath, packagePath } from '#lib/surfaces/block/path.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';
import { type Block, blocksOf } from './blocks.ts';

/** Creates `functions/block/README.md`. */
export function documents(catalogue: readonly Entry[]): Document[] {
  const blocks = blocksOf(catalogue);
  const parts = [
    `<!-- ${GENERATED} -->`,
    introduction(blocks.length),
    errorCodes('block', CODE),
    index(blocks),
    ...blocks.map((block) => section(block)),
  ];
  return [{ file: 'functions/block/README.md', text: `${parts.join('\n\n')}\n` }];
}

const CODE =
  'If this service itself rejects a call, each entry of `fields`, or the object itself, has one of these codes. The status applies to errors outside the envelope.';

function introduction(count: number): string {
  return `# Blocks

The ${count} blocks of the 2016 package “Stripe”, one function each. \`GET ${packagePath}\` returns a machine-readable description.

## Migrate

| | before | now |
| --- | --- | --- |
| address of the package | your own host, \`/api/Stripe/<block>\` | \`https://<host>${packagePath}/<block>\` |
| address at RapidAPI | \`https://rapidapi.io/connect/Stripe/<block>\` | \`https://<host>${connectPath}/<block>\` |
| key | the argument \`apiKey\` | unchanged; the header \`Authorization: Bearer sk_…\` is preferred |
| name and key of the RapidAPI project | checked by RapidAPI | ignored |
| arguments, responses | | unchanged: \`{callback, contextWrites}\` at ${packagePath}, \`{outcome, payload}\` at ${connectPath} |

In RapidAPI’s client for Node.js, set \`RapidAPI.getBaseURL = () => 'https://<host>/connect'\`. The clients for other languages have a
method or a constant with this name.

1. **Try the first call** against the sandbox. \`npm start\` serves the API on port 3000. Every key that starts with \`sk_test_\`
   has its own sandbox account.

   \`\`\`sh
   curl http://localhost:3000${packagePath}/createCharge \\
     -d '{"args": {"apiKey": "sk_test_demo", "amount": 500, "currency": "usd", "source": "tok_visa"}}'
   \`\`\`

   \`\`\`sh
   curl http://localhost:3000${connectPath}/createCharge -u my-project:my-project-key \\
     -d apiKey=sk_test_demo -d amount=500 -d currency=usd -d source=tok_visa
   \`\`\`

2. **Check which legacy calls your Stripe account accepts**: \`STRIPE_TEST_KEY=sk_test_… npm run check:stripe\`. Then start the
   service with \`STRIPE_API_BASE=https://api.stripe.com npm start\`, and repeat the calls with your test key.
3. **Change the address** in your callers, a few of them first.
4. **To roll back**, restore the address. This service stores no data: everything is in your Stripe account with the same IDs.
   Cards that were saved through this service have IDs \`pm_…\` instead of \`card_…\`, unless \`CARD_PAYMENTS=charges\`.

## How to call them

Send the arguments in \`args\`, or directly in the body, as JSON, a form or a multipart form. Send the key as the header
\`Authorization: Bearer\` or as the argument \`apiKey\`. \`Stripe-Account\`, \`Stripe-Version\` and \`Idempotency-Key\` are passed on to
Stripe.

- Amounts are integers in the smallest currency unit. Numbers and booleans can also be sent as strings.
- Dictionaries and lists can also be sent as JSON strings, \`metadata\` as a list \`[{"keyName": "order", "value": "6735"}]\`, and
  lists of IDs as a comma-separated string.
- Times are Unix seconds or ISO 8601, such as \`2016-07-06\` or \`2016-07-06T12:00:00Z\`.
- An empty argument counts as missing, except where an empty value clears a field at Stripe: descriptions, e-mail addresses,
  metadata and their keys, and a few others. \`false\` and \`0\` are values.
- List blocks accept \`limit\`, \`startingAfter\` and \`endingBefore\`. With \`all: true\` they return the whole list, up to
  ${readConfig({}).BLOCK_LIST_LIMIT} objects (BLOCK_LIST_LIMIT) and the limits of response size and time. If the list is incomplete, \`cut\` says why.
- An argument marked *beyond the table* was not in the original package’s documentation.
- A block also accepts all other parameters of its Stripe call, in camel case or in Stripe’s own spelling (\`applicationFee\`,
  \`application_fee\`), \`expand\`, and for lists \`include\`. They are validated like all arguments. Listed arguments, IDs in the path
  and values that the block sets itself take precedence over them.
- All other arguments are ignored and named in the response header \`X-Ignored-Arguments\`.

The response is HTTP 200 with an envelope. With the argument \`to: "name"\`, the result is in \`contextWrites.name\` instead of
\`contextWrites["#"].to\`. The headers \`X-Stripe-Status\` and \`Request-Id\` contain Stripe’s status and request ID.

\`\`\`json
{"callback": "success", "contextWrites": {"#": {"to": {"id": "ch_…", "object": "charge"}}}}
\`\`\`

If a call fails, \`callback\` is \`error\`, and Stripe’s object is replaced by an object with \`status_code\`, \`status_msg\` and extra
fields:

| status_code | cause | extra fields |
| --- | --- | --- |
| REQUIRED_FIELDS | arguments are missing | \`fields\`: their names; \`invalid_fields\`: other arguments that are invalid |
| INVALID_FIELDS | arguments are invalid | \`fields\`: \`name\`, \`code\` and \`message\` of each |
| JSON_VALIDATION | a string is not valid JSON | \`fields\`, as above |
| API_ERROR | Stripe rejected the call | \`type\`, \`code\`, \`param\`, \`decline_code\`, \`charge\`, \`request_id\`, \`http_status\` |
| INTERNAL_PACKAGE_ERROR | Stripe did not respond, or there is a bug in this service | \`code\`, \`correlation_id\` |

If a retry may succeed, \`retryable\` is true. Send \`idempotency_key\` as the \`Idempotency-Key\` header when you retry, so the call
runs only once.

A request that is malformed, too large, or has the wrong method gets an HTTP error status and
\`{"error": {"type": "invalid_request_error", "message": "…", "code": "…"}}\`.`;
}

function index(blocks: readonly Block[]): string {
  const rows = blocks.map(
    ({ name, description, operation: { retired } }) =>
      `| [${name}](#${name.toLowerCase()}) | ${description}${retired === undefined ? '' : ' *Retired.*'} |`,
  );
  return ['## All blocks', '', '| block | description |', '| --- | --- |', ...rows].join('\n');
}

function section(block: Block): string {
  const { name, description, operation, otherOperations, arguments: known, additional, rejects } = block;
  const calls = [operation, ...otherOperations].map(({ method, path }) => `\`${method} ${path}\``);
  const rows = known
    .filter((argument) => argument.type !== 'credentials')
    .map(
      ({ name, type, required, info, beyondTable }) =>
        `| ${name} | ${type}${required ? ', required' : ''}${beyondTable ? ', *beyond the table*' : ''} | ${info.replaceAll('|', '\\|')} |`,
    );
  return [
    `## ${name}`,
    '',
    `${description} Stripe’s ${calls.length === 1 ? 'call' : 'calls'}: ${calls.join(', ')}.`,
    ...(operation.retired === undefined ? [] : ['', `*Retired.* ${operation.retired}`]),
    ...(rows.length === 0 ? [] : ['', '| argument | type | meaning |', '| --- | --- | --- |', ...rows]),
    ...(additional.length === 0
      ? []
      : ['', `Also accepted: ${additional.map((name) => `\`${name}\``).join(', ')}.`]),
    ...Object.entries(rejects).flatMap(([name, why]) => ['', `Rejected: \`${name}\`. ${why}`]),
    '',
    '```json',
    JSON.stringify({ args: block.example }),
    '```',
  ].join('\n');
}
