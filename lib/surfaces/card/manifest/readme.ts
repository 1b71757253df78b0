/** The documentation of the card service, for people. */
import * as v from 'valibot';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import { cardSettings } from '#lib/surfaces/card/config.ts';
import { EVENT_TYPES } from '#lib/surfaces/card/event-types.ts';
import { ROLES } from '#lib/surfaces/card/identity.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';

/** Makes `functions/card/README.md`. */
export function documents(catalogue: readonly Entry[]): Document[] {
  const calls = catalogue.filter(({ endpoint }) => endpoint.surface === 'card');
  const parts = [
    `<!-- ${GENERATED} -->`,
    introduction(),
    table(
      ['call', 'role', 'what it does'],
      calls.map(({ path, endpoint }) => [
        `\`POST ${path}\``,
        roleOf(endpoint.manifestData),
        endpoint.description,
      ]),
    ),
    '## Arguments',
    ...calls.map((entry) => argumentsOf(entry)),
    querying(),
    errorCodes('card', 'If this service rejects a call itself, `error.code` is one of these.'),
    whatHappens(),
    '## Configuration',
    table(
      ['variable', 'meaning'],
      Object.entries(cardSettings).map(([name, setting]) => [`\`${name}\``, v.getDescription(setting) ?? '']),
    ),
    deploying(),
  ];
  return [{ file: 'functions/card/README.md', text: `${parts.join('\n\n')}\n` }];
}

function introduction(): string {
  return `# Cards

The billing cards of accounts, each with its owner. The numbers stay with Stripe: a card comes as a token of Stripe.js, and its
last four digits are all that is kept.

\`\`\`sh
token=$(npm run -s token -- --role owner --account a1)
curl http://localhost:3000/card/create -H "Authorization: Bearer $token" \\
  -d name=Business -d number=4242 -d month=12 -d year=$(($(date +%Y) + 1)) -d stripeToken=tok_visa
\`\`\`

Callers bring a JSON Web Token as \`Authorization: Bearer\`, with \`exp\`, \`iss\`, \`aud\` and these claims:

- \`account\`: whom they act for.
- \`role\`: ${ROLES.map((role) => `\`${role}\``).join(', ')}; each may do what those before it may.
- \`accounts\`: \`"all"\` lets an admin read the cards of all accounts with \`find\`, \`get\` and \`getStripe\`. Everyone else acts on
  their own account only: the card of another one is answered like one that does not exist.

The reply of \`create\`, \`get\`, \`remove\` and \`updateCurrent\` is the card:

\`\`\`json
{
  "accountId": "a1", "current": true, "error": "", "failures": 0, "id": "01M81QDDR49W5GCDSZCF1FS8SP", "name": "Business",
  "number": "4242", "month": "12", "submitted": "2026-11-22T13:34:01.476Z", "year": "2030"
}
\`\`\`

Errors have the [format of the sockets’ errors](../socket/README.md#errors). A declined card has status 402 and Stripe’s code. If
the reply to a call is lost, it is safe to retry the call as it is.

## Calls`;
}

function argumentsOf({ name, endpoint }: Entry): string {
  const rows = endpoint.arguments.map(({ name: argument, parameter, required }) => [
    argument,
    `${parameter.type}${required ? ', required' : ''}`,
    parameter.description,
  ]);
  return `### ${name}\n\n${table(['argument', 'type', 'meaning'], rows)}`;
}

function querying(): string {
  return `## Finding

\`find\` takes its options in the query string or in the body, and answers with \`{"data": […], "next": "…", "prev": "…"}\`.
The cursors \`next\` and \`prev\` are there where the list goes on; they are good for the same caller and the same query only. A
page costs the same however many cards there are. With \`where\` or \`filter\`, at most 1,000 cards are looked through for a page,
so it may hold fewer than \`limit\`, or none, and still go on. The cards of all accounts are read by an index that follows the
table within about a second.

\`where\` is written in OneTable’s syntax:

\`\`\`
\${failures} > {0} and (\${current} = {true} or begins_with(\${name}, {"B"}))
\`\`\`

- Attributes are \`\${…}\`: those of the reply. Values are \`{…}\`, quoted or not.
- \`=\`, \`<>\`, \`<\`, \`<=\`, \`>\`, \`>=\`, \`between {…} and {…}\`, \`in ({…}, {…})\`; \`and\`, \`or\`, \`not\`, parentheses.
- \`begins_with(\${…}, {…})\`, \`contains(\${…}, {…})\`, \`size(\${…})\`, \`attribute_exists(\${…})\`, \`attribute_not_exists(\${…})\`.
- Month, year and failures are compared as numbers, \`submitted\` as a time.`;
}

function whatHappens(): string {
  return `## At Stripe

An account has one customer of Stripe, made with its first card. The current card is the customer’s default source; when no card
is current, Stripe keeps the default source it had. \`POST /webhooks/stripe\` follows what happens there, by events that are signed:

${EVENT_TYPES.map((type) => `- \`${type}\``).join('\n')}

A charge that fails raises \`failures\` and sets \`error\`; one that goes well clears them.`;
}

function deploying(): string {
  return `Without them, every call is answered with 503, and the log tells what is missing. With \`npm start\` and the sandbox,
nothing has to be set: DynamoDB is embedded, and \`npm run token\` makes tokens. When deployed, put the key of Stripe into a
SecureString parameter of Systems Manager, \`/stripe-socket/<stage>/card-stripe-key\`, or name another one (\`ssm:/…\`); one of
Secrets Manager is \`ssm:/aws/reference/secretsmanager/stripe-socket/<stage>/…\`. Then register \`/webhooks/stripe\` with Stripe.`;
}

function roleOf(manifestData: unknown): string {
  return (manifestData as CardManifestData).role;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
