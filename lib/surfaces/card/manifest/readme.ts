/** The documentation of the card service, for people. */
import * as v from 'valibot';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import { cardSettings } from '#lib/surfaces/card/config.ts';
import { EVENT_TYPES } from '#lib/surfaces/card/event-types.ts';
import { ROLES } from '#lib/surfaces/card/identity.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';

/** Creates `functions/card/README.md`. */
export function documents(catalogue: readonly Entry[]): Document[] {
  const calls = catalogue.filter(({ endpoint }) => endpoint.surface === 'card');
  const parts = [
    `<!-- ${GENERATED} -->`,
    introduction(),
    table(
      ['call', 'role', 'effect'],
      calls.map(({ path, endpoint }) => [
        `\`POST ${path}\``,
        roleOf(endpoint.manifestData),
        endpoint.description,
      ]),
    ),
    '## Arguments',
    ...calls.map((entry) => argumentsOf(entry)),
    querying(),
    errorCodes('card', 'If this service itself rejects a call, `error.code` is one of these.'),
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

The billing cards of accounts. Card numbers stay at Stripe: callers send a token from Stripe.js, and only the last four digits are
stored here.

## Migrate

| | before | now |
| --- | --- | --- |
| address | \`POST /card/<call>\` at the host of the old service | \`POST /card/<call>\` at your host |
| authentication | the old service’s session | a JSON Web Token as \`Authorization: Bearer\`, which your identity provider signs |
| Stripe key | the old service’s key | the deployment’s \`CARD_STRIPE_KEY\`; callers send none |
| arguments, responses | | unchanged; [listed below](#arguments) |

1. **Try the first call** against the sandbox. \`npm start\` needs no configuration; \`npm run token\` creates tokens.

   \`\`\`sh
   token=$(npm run -s token -- --role owner --account a1)
   curl http://localhost:3000/card/create -H "Authorization: Bearer $token" \\
     -d name=Business -d number=4242 -d month=12 -d year=$(($(date +%Y) + 1)) -d stripeToken=tok_visa
   \`\`\`

   \`\`\`sh
   token=$(npm run -s token -- --role admin --account a1)
   curl http://localhost:3000/card/find -X POST -H "Authorization: Bearer $token"
   \`\`\`

2. **Check which legacy calls your Stripe account accepts**: \`STRIPE_TEST_KEY=sk_test_… npm run check:stripe\`.
3. **Configure** a stage with a test key, as described [below](#configuration), deploy it, and register its \`/webhooks/stripe\` with
   Stripe.
4. **Change the host** in your callers. The old service’s records are not copied: call \`create\` with a Stripe.js token for each
   card. The first card of an account also creates its Stripe customer.
5. **To roll back**, restore the host. The cards stay in Stripe, and their records in the DynamoDB table, which is kept even if
   the stack is removed.

## Who may call

Callers send a JSON Web Token in the header \`Authorization: Bearer\`, with \`exp\`, \`iss\`, \`aud\` and these claims:

- \`account\`: the account they act for.
- \`role\`: ${ROLES.map((role) => `\`${role}\``).join(', ')}; each includes the rights of the ones before it.
- \`accounts\`: \`"all"\` lets an admin read the cards of all accounts with \`find\`, \`get\` and \`getStripe\`. All others can
  only access their own account; the cards of other accounts appear not to exist.

\`create\`, \`get\`, \`remove\` and \`updateCurrent\` return the card:

\`\`\`json
{
  "accountId": "a1", "current": true, "error": "", "failures": 0, "id": "01M81QDDR49W5GCDSZCF1FS8SP", "name": "Business",
  "number": "4242", "month": "12", "submitted": "2026-11-22T13:34:01.476Z", "year": "2030"
}
\`\`\`

Errors have the [format of the sockets’ errors](../ERRORS.md#sockets). A declined card has status 402 and Stripe’s code.
If the response to a call is lost, it is safe to retry the call unchanged.

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

\`find\` accepts its options in the query string or in the body, and returns \`{"data": […], "next": "…", "prev": "…"}\`. The cursors
\`next\` and \`prev\` are present if the list continues in that direction. A cursor is only valid for the same caller and the same
query. The cost of a page does not depend on the number of cards. With \`where\` or \`filter\`, a page reads at most 1,000 cards, so it
may contain fewer than \`limit\` cards, or none, although there are more. The cards of all accounts are read from an index that lags
about a second behind the table.

\`where\` has OneTable’s syntax:

\`\`\`
\${failures} > {0} and (\${current} = {true} or begins_with(\${name}, {"B"}))
\`\`\`

- Attributes are written \`\${…}\` and are those of the response. Values are written \`{…}\`, quoted or not.
- \`=\`, \`<>\`, \`<\`, \`<=\`, \`>\`, \`>=\`, \`between {…} and {…}\`, \`in ({…}, {…})\`; \`and\`, \`or\`, \`not\`, parentheses.
- \`begins_with(\${…}, {…})\`, \`contains(\${…}, {…})\`, \`size(\${…})\`, \`attribute_exists(\${…})\`, \`attribute_not_exists(\${…})\`.
- \`month\`, \`year\` and \`failures\` are compared as numbers, \`submitted\` as a time.`;
}

function whatHappens(): string {
  return `## At Stripe

An account has one Stripe customer, which is created with its first card. The current card is the customer’s default source. If
no card is current, Stripe keeps its default source. \`POST /webhooks/stripe\` receives signed events, and updates the cards:

${EVENT_TYPES.map((type) => `- \`${type}\``).join('\n')}

A failed charge increments \`failures\` and sets \`error\`; a successful charge clears them.`;
}

function deploying(): string {
  return `If a required variable is missing, every call returns 503, and the log names the variable. With the sandbox, \`npm start\`
needs no configuration: DynamoDB is embedded, and \`npm run token\` creates tokens. A deployment only reads secrets from
Systems Manager or Secrets Manager: \`CARD_STRIPE_KEY\` is \`ssm:/stripe-socket/<stage>/card-stripe-key\` unless the stage’s
file sets another reference ([how to deploy](../../lib/deploy/README.md)). After deploying, register \`/webhooks/stripe\` with Stripe.`;
}

function roleOf(manifestData: unknown): string {
  return (manifestData as CardManifestData).role;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
