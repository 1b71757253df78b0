/** MCP over HTTP, without state: every request creates its own server with the caller's key. */
import { createHash } from 'node:crypto';
import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import type { Context } from 'aws-lambda';
import { readConfig } from '#lib/config/config.ts';
import type { CallContext, Handler } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { deadlineOf } from '#lib/endpoint/request-options.ts';
import { bearer } from '#lib/http/authorization.ts';
import { MAX_BODY } from '#lib/http/body.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { emptyResponse, type HttpResponse, jsonResponse, textResponse } from '#lib/http/response.ts';
import { type Counter, memoryCounter } from '#lib/surfaces/shared/rate-limit.ts';
import { type Definitions, offered } from './definitions.ts';
import { problemWithPlace } from './limits.ts';
import { isSandboxAt } from './sandbox.ts';
import { makeServer } from './server.ts';
import { mcpSettings, readMcpConfig } from './settings.ts';

/** The path of the server. */
const PATH = '/mcp';

/** The length of a rate limit window, in seconds. */
export const RATE_WINDOW = 60;

/** The parts of the checked-in `tools.json` that its type loses. */
interface ToolsFile extends Omit<Definitions, 'tools'> {
  readonly tools: readonly object[];
}

/** Creates the endpoint of the MCP server. */
export function mcp(file: ToolsFile): Handler {
  const definitions = file as Definitions;
  // An invalid setting prevents the function from starting, instead of failing each call.
  readMcpConfig();
  const counter = memoryCounter(RATE_WINDOW);
  return makeHandler(
    {
      surface: 'mcp',
      method: 'POST',
      path: () => PATH,
      description: 'The MCP server: tools for AI clients, over Streamable HTTP.',
      arguments: [],
      otherOperations: [],
      settings: mcpSettings,
    },
    { toErrorResponse },
    async ({ request }, context) => {
      const problem = problemWithPlace(request, readMcpConfig());
      if (problem !== undefined) {
        throw new HttpError('origin_not_allowed', problem);
      }
      if (request.body.byteLength > MAX_BODY) {
        throw new HttpError(
          'body_too_large',
          `The body has ${request.body.byteLength} bytes; at most ${MAX_BODY} are taken.`,
        );
      }
      const handler = handlerFor(request, definitions, counter, context);
      return replyOf(await handler.fetch(requestOf(request)));
    },
  );
}

function handlerFor(
  request: HttpRequest,
  definitions: Definitions,
  counter: Counter,
  context: Context | undefined,
): McpHttpHandler {
  const config = readMcpConfig();
  const { STRIPE_API_BASE } = readConfig();
  const apiKey = bearer(request);
  const tools = offered(definitions, config, isSandboxAt(STRIPE_API_BASE));
  const counted = createHash('sha256')
    .update(apiKey ?? '')
    .digest('base64url');
  const connection = {
    apiKey,
    config,
    count: () => counter.count(counted),
    deadline: () => deadlineOf(context),
  };
  return createMcpHandler(() => makeServer({ definitions, tools, connection, stateSecret: '' }), {
    // A function responds only once, and the list of tools does not change while it runs.
    maxSubscriptions: 0,
  });
}

/** Converts a request to the SDK's format. */
function requestOf({ publicPath, headers, body }: HttpRequest): Request {
  const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...others } = headers;
  return new Request(new URL(publicPath, 'http://mcp.invalid'), {
    method: 'POST',
    headers: others,
    body: new Uint8Array(body),
  });
}

async function replyOf(response: Response): Promise<HttpResponse> {
  const text = await response.text();
  const [type = 'application/json'] = (response.headers.get('content-type') ?? '').split(';');
  return text === ''
    ? { ...emptyResponse(), statusCode: response.status }
    : textResponse(response.status, type, text);
}

/** Returns an error that occurred before MCP, as a JSON-RPC error without an ID. */
function toErrorResponse(error: unknown, { correlationId }: CallContext): HttpResponse {
  const isOurs = error instanceof HttpError;
  const message = isOurs ? error.message : 'Something went wrong here.';
  const data = isOurs ? { code: error.code } : { code: 'internal_error', correlation_id: correlationId };
  const code = isOurs && error.status < 500 ? -32_600 : -32_603;
  return jsonResponse(
    isOurs ? error.status : 500,
    { jsonrpc: '2.0', id: null, error: { code, message, data } },
    isOurs ? error.headers : {},
  );
}
