/** Executes tool calls: arguments, limits, confirmation, Stripe, result, and a log line. */
import { randomUUID } from 'node:crypto';
import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server';
import { logOutcome } from '#lib/endpoint/log-outcome.ts';
import { maskFailure, type Sensitive } from '#lib/endpoint/masked-reply.ts';
import { mask, secretsIn } from '#lib/endpoint/secrets.ts';
import { isObject, type JsonObject } from '#lib/http/json-object.ts';
import { DESCRIBED_VERSION } from '#lib/operations/operation.ts';
import { send } from '#lib/stripe/client.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import type { Usage } from '#lib/stripe/send.ts';
import type { Count } from '#lib/surfaces/shared/rate-limit.ts';
import { argumentsOfTool, readToolArguments, type ToolArguments } from './arguments.ts';
import { describeFailure, ToolError } from './failures.ts';
import { checkAmount, checkKey } from './limits.ts';
import { compact, pageOf, pick, visible } from './results.ts';
import type { McpConfig } from './settings.ts';
import type { OperationTool } from './tools/tool.ts';

/** The caller and its limits. */
export interface Connection {
  readonly apiKey: string | undefined;
  readonly config: McpConfig;
  /** Counts a call of this connection in the current minute. */
  count(): Promise<Count>;
  /** Returns the deadline of a call that starts now, in milliseconds since 1970. */
  deadline(): number;
}

type Given = Readonly<Record<string, unknown>>;

/** Asks the user if necessary. Returns the question, or undefined if the call may be made. */
export type Confirm = (call: {
  readonly tool: OperationTool;
  readonly params: Given;
  readonly idempotencyKey: string | undefined;
  readonly apiKey: string;
}) => Promise<InputRequiredResult | undefined>;

/** What is known about a call so far. */
interface State {
  readonly name: string;
  readonly correlationId: string;
  tool: OperationTool | undefined;
  given: Given;
  secrets: readonly string[];
  idempotencyKey: string | undefined;
  stripeRequestId: string | undefined;
  readonly stripeUsage: Usage;
}

/**
 * Runs a tool, converts errors to results, and logs the call.
 * @param name the tool's name, for the log
 */
export async function runTool(
  connection: Connection,
  name: string,
  run: (state: State) => Promise<JsonObject | InputRequiredResult>,
): Promise<CallToolResult | InputRequiredResult> {
  const started = performance.now();
  const state: State = {
    name,
    correlationId: randomUUID(),
    tool: undefined,
    given: {},
    secrets: [],
    idempotencyKey: undefined,
    stripeRequestId: undefined,
    stripeUsage: { requests: 0, milliseconds: 0 },
  };
  let result: CallToolResult | InputRequiredResult;
  let failure: unknown;
  try {
    await checkRate(connection);
    const outcome = await run(state);
    result =
      outcome['resultType'] === 'input_required'
        ? (outcome as InputRequiredResult)
        : resultOf(outcome as JsonObject, connection);
  } catch (error) {
    failure = error;
    result = failed(error, state, connection);
  }
  logOutcome(
    {
      ...state,
      ...sensitiveOf(state, connection),
      arguments: state.tool === undefined ? [] : argumentsOfTool(state.tool),
      started,
    },
    {
      surface: 'mcp',
      endpoint: () => `tools/call ${state.tool?.name ?? name}`,
      replied: 200,
      error: failure,
    },
  );
  return result;
}

async function checkRate({ count, config: { STRIPE_MCP_RATE_LIMIT: most } }: Connection): Promise<void> {
  const { calls, ends } = await count();
  if (calls > most) {
    const seconds = Math.max(1, Math.ceil((ends - Date.now()) / 1000));
    throw new ToolError(
      'rate_limit',
      `This connection has made ${most} calls in 60 seconds, which is the most.`,
      `Wait ${seconds} seconds.`,
    );
  }
}

/** Calls the operation of a tool after all checks have passed. */
export async function callOperation(
  connection: Connection,
  state: State,
  tool: OperationTool,
  given: Given,
  confirm: Confirm,
): Promise<JsonObject | InputRequiredResult> {
  state.tool = tool;
  state.given = given;
  state.secrets = secretsIn(argumentsOfTool(tool), given, {});
  const { apiKey, config } = connection;
  const reading = readToolArguments(tool, given);
  checkKey(apiKey, tool, config);
  const { params } = reading;
  const caller = {
    apiKey,
    apiVersion: DESCRIBED_VERSION,
    deadline: connection.deadline(),
    usage: state.stripeUsage,
  };
  const read = async (operation: OperationTool['operation'], values: Given) =>
    (await send(operation, values as never, caller)).body;
  await checkAmount(apiKey, tool, params, read as never, config);
  const question = await confirm({ tool, params, idempotencyKey: reading.idempotencyKey, apiKey });
  if (question !== undefined) {
    return question;
  }
  const idempotencyKey =
    tool.operation.method === 'POST' ? (reading.idempotencyKey ?? randomUUID()) : undefined;
  state.idempotencyKey = idempotencyKey;
  let answer: StripeResponse;
  try {
    answer = await send(tool.operation, params as never, { ...caller, idempotencyKey });
  } catch (error) {
    const isOfStripe = error instanceof StripeApiError || error instanceof StripeConnectionError;
    throw isOfStripe && idempotencyKey !== undefined ? error.withKey(idempotencyKey) : error;
  }
  state.stripeRequestId = answer.headers['request-id'];
  return shownOf(tool, answer, reading);
}

function shownOf(
  { operation }: OperationTool,
  { body, headers }: StripeResponse,
  { fields }: ToolArguments,
): JsonObject {
  const shown = operation.list
    ? pageOf(body, fields)
    : fields === undefined
      ? compact(body)
      : pick(compact(body), fields);
  return headers['idempotent-replayed'] === 'true'
    ? {
        ...shown,
        idempotent_replay: true,
        note: 'This is the result of an earlier call with the same idempotency_key. Nothing was done again.',
      }
    : shown;
}

/** Returns the same JSON twice, because some clients read the text and others the structured content. */
function resultOf(value: JsonObject, { apiKey }: Connection): CallToolResult {
  const text = JSON.stringify(value);
  if (apiKey === undefined || !text.includes(apiKey)) {
    return { content: [{ type: 'text', text }], structuredContent: value };
  }
  const masked = mask(text, [apiKey]);
  return { content: [{ type: 'text', text: masked }], structuredContent: JSON.parse(masked) };
}

function failed(error: unknown, state: State, connection: Connection): CallToolResult {
  const { idempotency_key, what_to_do, ...failure } = describeFailure(error, state);
  // Text from Stripe or a caller may contain secrets. Our own advice contains the key that the caller needs.
  const masked = maskFailure(JSON.stringify(failure), sensitiveOf(state, connection));
  const told = { ...visibleIn(JSON.parse(masked)), what_to_do, idempotency_key };
  return { ...resultOf(JSON.parse(JSON.stringify({ error: told })), connection), isError: true };
}

function visibleIn(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string'
        ? visible(inner)
        : Array.isArray(inner)
          ? inner.map((item) => (isObject(item) ? visibleIn(item) : item))
          : inner,
    ]),
  );
}

function sensitiveOf({ secrets, idempotencyKey }: State, { apiKey }: Connection): Sensitive {
  return {
    credentials: apiKey === undefined ? [] : [apiKey],
    secrets,
    request: { headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey } },
  };
}
