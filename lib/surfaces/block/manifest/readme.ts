/** The documentation of the blocks, for people. */
import { readConfig } from '#lib/config/config.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { packagePath } from '#lib/surfaces/block/block.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';
import { type Block, blocksOf } from './blocks.ts';

/** Makes `functions/block/README.md`. */
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
  'If this service rejects a call itself, each entry of `fields`, or the object itself, has one of these codes. The status is that of an error outside of the envelope.';

function introduction(count: number): string {
  return `# Blocks

The ${count} blocks of the package “Stripe” of 2016, one function each. \`GET ${packagePath}\` describes them for machines.

## How to call them

\`\`\`sh
curl http://localhost:3000${packagePath}/createCharge \\
  -d '{"args": {"apiKey": "sk_test_demo", "amount": 500, "currency": "usd", "source": "tok_visa"}}'
\`\`\`

The arguments stand in \`args\`, or flat in the body, as JSON or as a form. The key is the argument \`apiKey\` or, better, the
header \`Authorization: Bearer\`. \`Stripe-Account\`, \`Stripe-Version\` and \`Idempotency-Key\` go on to Stripe.

- Amounts are integers in the smallest unit of the currency. Numbers, \`true\` and \`false\` may come as text.
- What is JSON may come as text too. \`metadata\` may also be a list: \`[{"keyName": "order", "value": "6735"}]\`. A list of ids may
  be text with commas.
- A time is a number of Unix seconds or ISO 8601, such as \`2016-07-06\` or \`2016-07-06T12:00:00Z\`.
- An empty value means that the argument is not given, except where Stripe empties a field by it: descriptions, e-mail addresses,
  metadata and their keys, and a few more. \`false\` and \`0\` are values.
- Lists take \`limit\`, \`startingAfter\` and \`endingBefore\`. With \`all: true\` they come whole, at most ${readConfig({}).BLOCK_LIST_LIMIT} objects
  (BLOCK_LIST_LIMIT), or as many as fit into a reply and its time; \`cut\` in the answer says where they were cut.
- An argument marked *beyond the table* was not in the original package’s documentation.
- A block also accepts every other parameter of its call at Stripe, in camel case or in Stripe’s own spelling
  (\`applicationFee\`, \`application_fee\`), with \`expand\`, and for lists \`include\`. They are checked like all arguments. They never
  replace a listed argument that is given, an id in the path, or what a block sets itself.
- Any other argument is ignored; the header \`X-Ignored-Arguments\` of the reply names it.

The reply is HTTP 200 with an envelope. With the argument \`to: "name"\` the answer stands in \`contextWrites.name\` instead of
\`contextWrites["#"].to\`. The headers \`X-Stripe-Status\` and \`Request-Id\` are Stripe’s.

\`\`\`json
{"callback": "success", "contextWrites": {"#": {"to": {"id": "ch_…", "object": "charge"}}}}
\`\`\`

If a call fails, \`callback\` is \`error\`, and Stripe’s object is replaced by an object with \`status_code\`, \`status_msg\` and extra
fields:

| status_code | cause | extra fields |
| --- | --- | --- |
| REQUIRED_FIELDS | arguments are missing | \`fields\`: their names; \`invalid_fields\`: other arguments that are invalid |
| INVALID_FIELDS | arguments are invalid | \`fields\`: \`name\`, \`code\` and \`message\` of each |
| JSON_VALIDATION | text that should be JSON is not | \`fields\`, as above |
| API_ERROR | Stripe rejected the call | \`type\`, \`code\`, \`param\`, \`decline_code\`, \`charge\`, \`request_id\`, \`http_status\` |
| INTERNAL_PACKAGE_ERROR | Stripe did not respond, or there is a bug in this service | \`code\`, \`correlation_id\` |

If a retry may succeed, \`retryable\` is true. Send \`idempotency_key\` as the \`Idempotency-Key\` header when you retry, so the call
runs only once.

A request that cannot be read at all (it is malformed, too large, or has the wrong method) gets its HTTP status and
\`{"error": {"type": "invalid_request_error", "message": "…", "code": "…"}}\`.`;
}

function index(blocks: readonly Block[]): string {
  const rows = blocks.map(
    ({ name, description, operation: { retired } }) =>
      `| [${name}](#${name.toLowerCase()}) | ${description}${retired === undefined ? '' : ' *Retired.*'} |`,
  );
  return ['## All blocks', '', '| block | what it does |', '| --- | --- |', ...rows].join('\n');
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
