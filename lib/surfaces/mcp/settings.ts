/** The settings of the MCP server. */
import * as v from 'valibot';
import { readerOf } from '#lib/config/config.ts';
import { DIRECTORY_TOOLS, GROUPS, isToolName, MODES } from './tools/catalogue.ts';

/** The prefix of all variables. */
const PREFIX = 'STRIPE_MCP_';

const names = (value: string) => value.split(',').map((name) => name.trim());

/** Names in a list of tools that stand for several tools. */
const LISTED = [...MODES, ...GROUPS];

const unknownIn = (value: string) =>
  names(value).filter((name) => !LISTED.includes(name) && !isToolName(name));

const hosts = (words: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\w.-]+(:\d{1,5})?( *, *[\w.-]+(:\d{1,5})?)*$/, words),
      v.transform((value) => names(value.toLowerCase())),
    ),
  );

const wholeNumber = (fallback: number, most: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,12}$/, 'must be a whole number'),
      v.transform(Number),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(most, `must be at most ${most}`),
    ),
    `${fallback}`,
  );

/** The variables of the MCP server. */
export const mcpSettings = {
  STRIPE_MCP_TOOLS: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.rawCheck(({ dataset, addIssue }) => {
          const unknown = dataset.typed ? unknownIn(dataset.value) : [];
          if (unknown.length > 0) {
            addIssue({
              message: `names ${unknown.join(', ')}; there are ${LISTED.join(', ')}, and the names of tools`,
            });
          }
        }),
        v.transform(names),
      ),
      'core',
    ),
    v.description(
      `Which tools are offered, separated by commas: \`core\`, \`all\`, \`directory\` (${DIRECTORY_TOOLS.join(', ')} alone), groups such as \`customers\`, or names of tools.`,
    ),
  ),
  STRIPE_MCP_READ_ONLY: v.pipe(
    v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
    v.description('With `true`, only tools that read are offered, whatever STRIPE_MCP_TOOLS names.'),
  ),
  STRIPE_MCP_CONFIRM: v.pipe(
    v.optional(v.picklist(['auto', 'always', 'never'], 'must be auto, always or never'), 'auto'),
    v.description(
      'Whether the user is asked before a tool moves money or does something irreversible. `auto` asks where the client can ask, and where it cannot rejects calls with a live key; `always` rejects whatever it cannot ask about.',
    ),
  ),
  STRIPE_MCP_LIVE_KEYS: v.pipe(
    v.optional(v.picklist(['off', 'read', 'write'], 'must be off, read or write'), 'off'),
    v.description('What live keys may do: nothing, read, or everything that the offered tools do.'),
  ),
  STRIPE_MCP_MAX_AMOUNT: v.pipe(
    wholeNumber(10_000, 99_999_999),
    v.description(
      'The largest amount that one call with a live key may move, in the smallest unit of its currency.',
    ),
  ),
  STRIPE_MCP_RATE_LIMIT: v.pipe(
    wholeNumber(120, 100_000),
    v.description(
      'How many tool calls a connection may make in 60 seconds. Over HTTP, each instance counts the calls of each key.',
    ),
  ),
  STRIPE_MCP_ALLOWED_HOSTS: v.pipe(
    hosts('must be names of hosts, separated by commas, e.g. mcp.example.com'),
    v.description(
      'The host names that `POST /mcp` may be reached by, separated by commas. This machine and AWS’s own names are always allowed. Default in a deployment: DOMAIN_NAME.',
    ),
    v.metadata({ deployed: '{DOMAIN_NAME}' }),
  ),
  STRIPE_MCP_ALLOWED_ORIGINS: v.pipe(
    hosts('must be the hosts of origins, separated by commas, e.g. app.example.com'),
    v.description(
      'The hosts of web pages that may call `POST /mcp`, separated by commas. Default: pages of this machine, where the server is on this machine as well.',
    ),
  ),
};

/** The configuration of the MCP server. */
export type McpConfig = v.InferOutput<v.ObjectSchema<typeof mcpSettings, undefined>>;

const read = readerOf(mcpSettings);

/**
 * Reads the configuration of the MCP server.
 * @throws {Error} naming every variable with an invalid value, and every unknown one with our prefix, because a
 * misspelt limit must not be ignored
 */
export function readMcpConfig(environment: NodeJS.ProcessEnv = process.env): McpConfig {
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith(PREFIX) && !(name in mcpSettings),
  );
  if (unknown.length > 0) {
    throw new Error(
      `There is no setting ${unknown.join(', ')}; there are ${Object.keys(mcpSettings).join(', ')}.`,
    );
  }
  return read(environment);
}
