/** The documentation of the MCP server, for people. */
import * as v from 'valibot';
import { mcpSettings } from '#lib/surfaces/mcp/settings.ts';
import { GROUPS, SANDBOX_TOOLS, STRIPE_TOOLS } from '#lib/surfaces/mcp/tools/catalogue.ts';
import type { OperationTool } from '#lib/surfaces/mcp/tools/tool.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { errorCodes } from '#lib/surfaces/shared/manifest/error-codes.ts';

/** Creates `functions/mcp/README.md`. */
export function documents(): Document[] {
  const parts = [
    `<!-- ${GENERATED} -->`,
    introduction(),
    clients(),
    choosing(),
    calling(),
    money(),
    http(),
    errorCodes('mcp', 'If this server rejects a call itself, `error.code` is one of these.'),
    '## Settings',
    'Each is an environment variable; `npm run mcp` takes those of the first group as options too (`--tools`, `--read-only`, `--confirm`, `--live-keys`, `--max-amount`, `--rate-limit`). A setting that is unknown or does not fit stops the start. The [settings of all functions](../../README.md#configuration) hold as well, `STRIPE_API_BASE` and `LOG_LEVEL` among them.',
    table(
      ['variable', 'default', 'meaning'],
      Object.entries(mcpSettings).map(([name, setting]) => [
        `\`${name}\``,
        'default' in setting ? `\`${setting.default}\`` : '',
        v.getDescription(setting) ?? '',
      ]),
    ),
    '## Tools',
    'Those marked with * are the core.',
    table(
      ['group', 'reads', 'writes', 'moves money', 'irreversible'],
      [...GROUPS, 'sandbox'].map((group) => [group, ...toolsOf(group)]),
    ),
    left(),
    comparison(),
    bundle(),
  ];
  return [{ file: 'functions/mcp/README.md', text: `${parts.join('\n\n')}\n` }];
}

function toolsOf(group: string): string[] {
  const own = [...STRIPE_TOOLS, ...SANDBOX_TOOLS].filter((tool) => tool.group === group);
  const named = ({ name, core }: OperationTool) => `\`${name}\`${core === true ? '*' : ''}`;
  return ['read', 'write', 'moves money', 'irreversible'].map((effect) =>
    own
      .filter((tool) => tool.effect === effect)
      .map(named)
      .join(', '),
  );
}

function introduction(): string {
  return `# MCP server

Tools for AI clients (Model Context Protocol) over the same operations that the other surfaces use. It runs on your machine with
the embedded sandbox, so you need no Stripe account to try it, or as one more function that you host.

    npm ci && npm run -s mcp      # over standard input and output; a client starts it

    npm start                     # POST http://localhost:3000/mcp, beside the other endpoints

It speaks the protocol’s revisions 2026-07-28 and 2025-11-25 to 2024-11-05, with tools alone: no prompts, resources or sampling.`;
}

function clients(): string {
  const command = { command: 'npm', args: ['run', '-s', '--prefix', '/path/to/stripe-socket', 'mcp'] };
  const config = (of: object) => `\`\`\`json\n${JSON.stringify(of, undefined, 2)}\n\`\`\``;
  return `## Add it to a client

Put in the path of this folder. The command needs nothing else: it starts the sandbox with the account of \`sk_test_mcp\`.
Set \`SANDBOX_SNAPSHOT\` to a file to keep the sandbox’s state.

**Claude Code**

    claude mcp add stripe-socket -- npm run -s --prefix /path/to/stripe-socket mcp

**Claude Desktop**: \`npm run mcp:bundle\`, then open \`dist/stripe-socket-<version>.mcpb\`. Or, in
\`claude_desktop_config.json\`, as in **Cursor** (\`~/.cursor/mcp.json\`), **Windsurf** and **Gemini CLI** (\`~/.gemini/settings.json\`):

${config({ mcpServers: { 'stripe-socket': command } })}

**VS Code** (\`.vscode/mcp.json\`):

${config({ servers: { 'stripe-socket': { type: 'stdio', ...command } } })}

**Codex** (\`~/.codex/config.toml\`):

\`\`\`toml
[mcp_servers.stripe-socket]
command = "npm"
args = ["run", "-s", "--prefix", "/path/to/stripe-socket", "mcp"]
\`\`\`

**Zed** (\`settings.json\`):

${config({ context_servers: { 'stripe-socket': command } })}

**By URL**, where the server is started by \`npm start\` or deployed; the key is your Stripe key, a test key to begin with:

    claude mcp add --transport http stripe-socket http://localhost:3000/mcp --header "Authorization: Bearer $STRIPE_KEY"

${config({ mcpServers: { 'stripe-socket': { url: 'http://localhost:3000/mcp', headers: { Authorization: 'Bearer sk_test_demo' } } } })}

**With the real Stripe**, add \`"env": {"STRIPE_API_BASE": "https://api.stripe.com", "STRIPE_SECRET_KEY": "…"}\`, with a
restricted test key (\`rk_test_…\`) that may do only what the tools are for. Keys are never options or arguments: command lines
and conversations are seen by others.`;
}

function choosing(): string {
  return `## Choose the tools

Every tool that is offered is read by the model with each conversation. By default it gets the core, and finds the rest by
\`find_operations\`. Measured with the tokenizer o200k on names, descriptions and schemas:

${table(
  ['`STRIPE_MCP_TOOLS`', 'tools', 'tokens', 'tokens with `STRIPE_MCP_READ_ONLY=true`'],
  [
    ['`core` (default)', '30', '6,400', '2,500 (16 tools)'],
    ['`directory`', '3', '280', '200 (2 tools)'],
    ['`customers,charges,refunds`', '14', '3,300', ''],
    ['`subscriptions,invoices,plans,coupons`', '24', '4,800', ''],
    ['`all`', '95', '19,400', '6,800 (46 tools)'],
  ],
)}

The sandbox adds ${SANDBOX_TOOLS.length} tools and 300 tokens, the instructions 170. The directory costs least and finds least: in trials, the
operation that was meant was among the first five for three goals in four. Take \`all\` only for clients that search tools
themselves. Lists of names offer just these: \`list_charges,create_refund\`.

Results are compact: no nulls, no empty lists. Ten charges are 3,000 tokens, or 450 with
\`fields: ["amount", "currency", "paid", "created"]\`.`;
}

function calling(): string {
  return `## Calls

- Arguments are Stripe’s parameters of 2016-07-06. Unknown ones are rejected by name.
- \`content\` and \`structuredContent\` hold the same JSON. Lists give 10 objects (\`limit\`, at most 100) and \`next_cursor\`, to be
  passed as \`starting_after\`. \`fields\` chooses fields by their paths.
- What fails is a result with \`isError\`: \`{"error": {"type", "code", "param", "message", "what_to_do", …}}\`.
- Cards are tokens (\`tok_visa\`) or ids of saved cards. With \`CARD_PAYMENTS=payment_intents\`, the default, a charge is a
  PaymentIntent underneath, as on the other surfaces.
- Each call is logged like any other: tool, status, duration and Stripe’s request id, without arguments and keys. Over
  standard input and output, the log goes to standard error.`;
}

function money(): string {
  return `## Money

- Tools that move money need an \`idempotency_key\`. Two calls with one key and the same arguments move money once; the second
  result says \`"idempotent_replay": true\`. The same key with other arguments is rejected.
- When the outcome of a call is not known, the error names the key to call again with.
- Before money moves, or something is deleted or closed for good, the user is asked if the client can ask (elicitation). The
  question is signed, holds for that very call and caller, and expires after ten minutes. Over HTTP, clients of the
  revisions before 2026-07-28 cannot be asked.
- Live keys do nothing until you set \`STRIPE_MCP_LIVE_KEYS\`. With \`write\`, a call moves at most \`STRIPE_MCP_MAX_AMOUNT\`, and must
  be confirmed unless \`STRIPE_MCP_CONFIRM=never\`. For subscriptions the limit is compared with the price of a period, for
  calls without an amount with what is left of the charge, invoice or transfer.`;
}

function http(): string {
  return `## Over HTTP

\`POST /mcp\` is stateless: each request brings the Stripe key as \`Authorization: Bearer\`. The list of tools needs no key. Web
pages are rejected unless \`STRIPE_MCP_ALLOWED_ORIGINS\` names them, hosts unless they are this machine, a name of AWS, or in
\`STRIPE_MCP_ALLOWED_HOSTS\`. GET and DELETE are answered with 405, and there are no subscriptions: the tools do not change.`;
}

function left(): string {
  return `Not offered: what Stripe had replaced or withdrawn by 2016, uploads, tokens of card numbers, and every parameter that takes
the number of a card, a bank account or a person, a URL or a file. \`legal_entity\`, who holds an account, is among them.`;
}

function comparison(): string {
  return `## Beside Stripe’s own server

${table(
  ['', 'this server', 'Stripe’s hosted server (mcp.stripe.com)'],
  [
    ['runs', 'on your machine, or in your AWS account', 'at Stripe'],
    ['without an account', 'yes, with the embedded sandbox and its clock', 'no'],
    ['key', 'yours, seen by nobody else', 'OAuth, or a restricted key'],
    [
      'API',
      `${STRIPE_TOOLS.length} operations of 2016-07-06, bridged to PaymentIntents`,
      'today’s API, by search and call',
    ],
    ['documentation search, analytics', 'no', 'yes'],
    ['idempotency', 'required for money, replays are reported', 'up to the client'],
    ['confirmation', 'asked by the server where the client can', 'left to the client'],
    ['limits', 'read only, groups, amount per call, rate', 'those of the key'],
  ],
)}

Take Stripe’s for products of today’s API, such as Checkout or Tax. Take this one to work on the accounts of old
integrations, to test without an account, or where keys must not leave your network.`;
}

function bundle(): string {
  return `## Bundle and registry

    npm run mcp:bundle -- --name com.example/stripe-socket --url https://example.com/stripe-socket.mcpb

writes \`dist/stripe-socket-<version>.mcpb\`, which MCPB clients install by themselves, and \`dist/server.json\`, which
\`mcp-publisher\` publishes. Building the functions empties \`dist/\`.

\`npm run test:mcp\` runs the official conformance suite and the inspector’s command line, and 2,000 wrong calls; what
the suite expects and this server does not do is listed with reasons in \`test/mcp/\`.`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
