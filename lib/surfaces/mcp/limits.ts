/** Limits what keys may do: live keys must be enabled, and can only move limited amounts. */
import type { HttpRequest } from '#lib/http/request.ts';
import { ToolError } from './failures.ts';
import type { McpConfig } from './settings.ts';
import type { Read } from './tools/amounts.ts';
import type { OperationTool } from './tools/tool.ts';

/** Checks whether a key could be a live key, which is any key that is not marked as a test key. */
export function isLive(apiKey: string): boolean {
  return !/^[sr]k_test_/.test(apiKey);
}

/**
 * Checks that a key may call a tool.
 * @throws {ToolError} if the key is missing, or is a live key without permission
 */
export function checkKey(
  apiKey: string | undefined,
  { effect, name }: OperationTool,
  { STRIPE_MCP_LIVE_KEYS: allowed }: McpConfig,
): asserts apiKey is string {
  if (apiKey === undefined) {
    throw new ToolError(
      'api_key_missing',
      'This call needs a Stripe key.',
      'Ask the user to configure this server with a Stripe key, sent as the header Authorization: Bearer. Never ask for the key itself.',
    );
  }
  if (isLive(apiKey) && (allowed === 'off' || (allowed === 'read' && effect !== 'read'))) {
    throw new ToolError(
      'live_key_not_allowed',
      allowed === 'off'
        ? 'This server does not accept live keys.'
        : `This server lets live keys only read; ${name} does more.`,
      'Tell the user: whoever runs the server decides about live keys with STRIPE_MCP_LIVE_KEYS.',
    );
  }
}

/**
 * Checks that a call with a live key does not move more than the limit.
 * @throws {ToolError} if it would, or if the amount is unknown
 */
export async function checkAmount(
  apiKey: string,
  { amount, name }: OperationTool,
  params: Readonly<Record<string, unknown>>,
  read: Read,
  { STRIPE_MCP_MAX_AMOUNT: most }: McpConfig,
): Promise<void> {
  if (amount === undefined || !isLive(apiKey)) {
    return;
  }
  const moved = await amount(params, read);
  if (!(moved <= most)) {
    throw new ToolError(
      'amount_too_large',
      `${name} would move ${moved}; with a live key, one call may move at most ${most}, in the smallest unit of the currency.`,
      'Tell the user. Do not split the amount into several calls.',
      'amount',
    );
  }
}

/** The loopback hosts. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The default host names of APIs and function URLs on AWS. */
const OF_AWS = /\.(execute-api|lambda-url)\.[\w-]+\.(amazonaws\.com(\.cn)?|on\.aws)$/;

/**
 * Returns the problem with a request's origin or host, if any, because web pages must not be able to call this
 * server.
 */
export function problemWithPlace(
  { headers }: Pick<HttpRequest, 'headers'>,
  { STRIPE_MCP_ALLOWED_HOSTS: hosts = [], STRIPE_MCP_ALLOWED_ORIGINS: origins = [] }: McpConfig,
): string | undefined {
  const host = hostnameOf(`http://${headers['host'] ?? ''}`);
  const isLocal = host !== undefined && LOOPBACK.test(host);
  const isNamed = (names: readonly string[], one: string) =>
    names.some((name) => hostnameOf(`http://${name}`) === one);
  if (host === undefined || !(isLocal || OF_AWS.test(host) || isNamed(hosts, host))) {
    return 'The header Host names none of the hosts of this server; STRIPE_MCP_ALLOWED_HOSTS adds some.';
  }
  const { origin } = headers;
  if (origin === undefined) {
    return undefined;
  }
  const from = hostnameOf(origin);
  const isAllowed = from !== undefined && ((isLocal && LOOPBACK.test(from)) || isNamed(origins, from));
  return isAllowed
    ? undefined
    : 'Pages of this Origin may not call this server; STRIPE_MCP_ALLOWED_ORIGINS adds some.';
}

function hostnameOf(url: string): string | undefined {
  return URL.parse(url)?.hostname || undefined;
}
