/** The MCP server: lists and calls the available tools, in both generations of the protocol. */
import { ProtocolError, ProtocolErrorCode, Server, type Tool } from '@modelcontextprotocol/server';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { isObject, type JsonObject } from '#lib/http/json-object.ts';
import { type Confirm, type Connection, callOperation, runTool } from './call.ts';
import { canAsk, confirmation, stateCodec } from './confirmation.ts';
import type { Definitions } from './definitions.ts';
import { findTools } from './directory.ts';
import { ToolError } from './failures.ts';
import { isDirectoryTool, STRIPE_TOOLS, toolNamed } from './tools/catalogue.ts';
import type { OperationTool } from './tools/tool.ts';

/** The parts of a server. */
export interface ServerParts {
  readonly definitions: Definitions;
  /** The available tools. */
  readonly tools: readonly Tool[];
  readonly connection: Connection;
  /** Signs questions, together with the caller's key. */
  readonly stateSecret: string;
}

/** How long clients may cache the list of tools, which only changes with a deployment. */
const LIST_TTL = 60 * 60 * 1000;

/** Creates a server for one connection or, over HTTP, for one request. */
export function makeServer({ definitions, tools, connection, stateSecret }: ServerParts): Server {
  const codec = stateCodec(connection.apiKey, stateSecret);
  const server = new Server(
    { name: 'stripe-socket', title: 'Stripe Socket', version: definitions.version },
    {
      capabilities: { tools: {} },
      instructions: definitions.instructions,
      cacheHints: { 'tools/list': { ttlMs: LIST_TTL, cacheScope: 'public' } },
      requestState: { verify: codec.verify },
    },
  );
  const byName = new Map(tools.map((tool) => [tool.name, tool]));

  server.setRequestHandler('tools/list', () => ({ tools: [...tools] }));
  server.setRequestHandler('tools/call', async ({ params: { name, arguments: given = {} } }, context) => {
    if (!byName.has(name)) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name.slice(0, 100)}`);
    }
    const confirm: Confirm = (call) =>
      confirmation(call, connection.config, { possible: canAsk(server, context), codec, context });
    return runTool(connection, name, async (state) => {
      if (name === 'find_operations') {
        return find(given, byName, definitions);
      }
      const { tool, its } = isDirectoryTool(name)
        ? { tool: operationNamed(given, name), its: argumentsWithin(given) }
        : { tool: toolNamed(name)!, its: given };
      return callOperation(connection, state, tool, its, confirm);
    });
  });
  return server;
}

/** How many operations a search returns. */
const MOST_FOUND = 5;

/** Returns the operations that match a query, with their arguments. */
function find(given: JsonObject, offered: ReadonlyMap<string, Tool>, { tools }: Definitions): JsonObject {
  const { query, ...others } = given;
  refuseOthers(others, ['query']);
  if (typeof query !== 'string' || query.length > 500) {
    throw wrong('query', 'query must be a text of at most 500 characters, such as "refund a charge".');
  }
  const isCallable = ({ effect }: OperationTool) => effect === 'read' || offered.has('write_operation');
  const found = findTools(query, MOST_FOUND, isCallable);
  if (found.length === 0) {
    return { operations: STRIPE_TOOLS.filter(isCallable).map(({ name }) => name) };
  }
  const schemas = new Map(tools.map((tool) => [tool.name, tool.inputSchema]));
  return {
    found: found.map(({ name, description, effect }) => ({
      operation: name,
      description,
      effect,
      call_with: offered.has(name) ? name : effect === 'read' ? 'read_operation' : 'write_operation',
      arguments: schemas.get(name),
    })),
  };
}

/** Returns the operation that a call of the directory names. */
function operationNamed(given: JsonObject, directoryTool: string): OperationTool {
  const { operation, arguments: _, ...others } = given;
  refuseOthers(others, ['operation', 'arguments']);
  const tool =
    typeof operation === 'string' ? STRIPE_TOOLS.find(({ name }) => name === operation) : undefined;
  if (tool === undefined) {
    throw wrong('operation', 'operation must be the name of an operation; find_operations gives them.');
  }
  const reads = tool.effect === 'read';
  if (reads !== (directoryTool === 'read_operation')) {
    throw new ToolError(
      'tool_wrong',
      `${tool.name} ${reads ? 'reads' : 'does more than read'}.`,
      `Call ${reads ? 'read_operation' : 'write_operation'} instead, if it is offered.`,
      'operation',
    );
  }
  return tool;
}

function argumentsWithin({ arguments: its = {} }: JsonObject): JsonObject {
  if (!isObject(its)) {
    throw wrong('arguments', 'arguments must be an object with the arguments of the operation.');
  }
  return its;
}

function refuseOthers(others: JsonObject, known: readonly string[]): void {
  const [name] = Object.keys(others);
  if (name !== undefined) {
    throw wrong(
      name.slice(0, 100),
      `${name.slice(0, 100)} is not an argument; there are ${known.join(', ')}.`,
      'parameter_unknown',
    );
  }
}

function wrong(
  name: string,
  message: string,
  code: 'parameter_invalid' | 'parameter_unknown' = 'parameter_invalid',
): ArgumentError {
  return new ArgumentError([{ name, code, message }]);
}
