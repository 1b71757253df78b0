/** Asks the user before money moves or something is deleted permanently, if the client supports it (elicitation). */
import { createHash, hkdfSync } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type RequestStateCodec,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { ToolError } from './failures.ts';
import { isLive } from './limits.ts';
import { visible } from './results.ts';
import type { McpConfig } from './settings.ts';
import type { OperationTool } from './tools/tool.ts';

/** The signed subject of a question, which is only valid for the same call. */
interface Asked {
  readonly call: string;
}

/** How long to wait for an answer, in seconds. */
const PATIENCE = 600;

const QUESTION = 'confirm';

/**
 * Makes what signs the state of a question. The key is the caller's, so every instance that serves the caller has it and
 * the state is worth nothing to another caller.
 * @param secret of this process, where it serves a caller alone
 */
export function stateCodec(apiKey: string | undefined, secret: string): RequestStateCodec<Asked> {
  const key = hkdfSync('sha256', `${secret}\n${apiKey ?? ''}`, '', 'stripe-socket mcp request state', 32);
  return createRequestStateCodec<Asked>({ key: new Uint8Array(key), ttlSeconds: PATIENCE });
}

/** What a request of today's protocol says of its client. */
type Envelope = { readonly [CLIENT_CAPABILITIES_META_KEY]?: ReturnType<Server['getClientCapabilities']> };

/** Checks whether a client can ask its user with a form. */
export function canAsk(server: Server, context: ServerContext): boolean {
  const declared =
    context.mcpReq.envelope === undefined
      ? server.getClientCapabilities()
      : (context.mcpReq.envelope as Envelope)[CLIENT_CAPABILITIES_META_KEY];
  const { elicitation } = declared ?? {};
  return elicitation !== undefined && ('form' in elicitation || Object.keys(elicitation).length === 0);
}

/** A call that may need confirmation. */
interface Call {
  readonly tool: OperationTool;
  readonly params: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | undefined;
  readonly apiKey: string;
}

/**
 * Returns the question for the user, or undefined if the call may be made, because it needs no confirmation or the
 * answer was yes.
 * @throws {ToolError} if the answer was no, was about another call, or is required and nobody can be asked
 */
export async function confirmation(
  call: Call,
  { STRIPE_MCP_CONFIRM: mode }: McpConfig,
  asking: {
    readonly possible: boolean;
    readonly codec: RequestStateCodec<Asked>;
    readonly context: ServerContext;
  },
): Promise<InputRequiredResult | undefined> {
  const { tool, apiKey } = call;
  const { possible, codec, context } = asking;
  const needed = tool.effect === 'moves money' || tool.effect === 'irreversible';
  if (!needed || mode === 'never') {
    return undefined;
  }
  if (!possible) {
    if (mode === 'auto' && !isLive(apiKey)) {
      return undefined;
    }
    throw new ToolError(
      'confirmation_unavailable',
      `${tool.name} must be confirmed by the user, and this client cannot ask (it declares no elicitation).`,
      'Tell the user: a client that supports elicitation is needed, or the setting STRIPE_MCP_CONFIRM=never of whoever runs the server. Nothing was done.',
    );
  }
  const about = digestOf(call);
  const answer = inputResponse(context.mcpReq.inputResponses, QUESTION);
  const asked = context.mcpReq.requestState<Asked>();
  if (answer.kind !== 'elicit' || asked?.call !== about) {
    return inputRequired({
      inputRequests: { [QUESTION]: question(call) },
      requestState: await codec.mint({ call: about }, context),
    });
  }
  if (answer.action !== 'accept' || answer.content?.['confirm'] !== true) {
    throw new ToolError(
      'confirmation_declined',
      `${tool.name} was not confirmed, by the user or by a client that answers for them. Nothing was done.`,
      'Do not call again unless the user asks for it.',
    );
  }
  return undefined;
}

/** Returns a digest of a call that does not depend on the order of its arguments. */
function digestOf({ tool, params, idempotencyKey }: Call): string {
  return createHash('sha256')
    .update(JSON.stringify([tool.name, idempotencyKey ?? '', sorted(params)]))
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.entries(value)
    .map(([name, inner]) => [name, sorted(inner)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Anyone who has a token can use it. */
const TOKENS = /(?<![A-Za-z])([a-z]*tok_)\w+/g;

/** How much of a value a question shows. */
const LONGEST = 200;

function question({ tool, params, apiKey }: Call) {
  const lines = Object.entries(params).map(([name, value]) => {
    const text = visible(typeof value === 'string' ? value : JSON.stringify(value)).replace(TOKENS, '$1…');
    return `${name}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
  });
  const mode = isLive(apiKey) ? 'LIVE MODE, real money' : 'test mode';
  const consequence = tool.effect === 'moves money' ? 'moves money' : 'cannot be undone';
  return inputRequired.elicit({
    message: [`${tool.name} (${mode}) ${consequence}. Amounts are in the smallest unit.`, ...lines].join(
      '\n',
    ),
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: 'Do it', description: tool.description } },
      required: ['confirm'],
    },
  });
}
