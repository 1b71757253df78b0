/**
 * The control routes below `/_sandbox`, which show and change the state of accounts. A secret key only gives access
 * to its own account, as in the API. The token that the sandbox prints when it starts gives access to all accounts.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Account } from '#sandbox/engine/account.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type HttpResponse, toJson } from '#sandbox/engine/response.ts';
import { authenticate, keyIn, publishableKeyError } from '#sandbox/server/authenticate.ts';
import type { DecodedRequest } from '#sandbox/server/decode.ts';
import { routerOf } from '#sandbox/server/route.ts';
import { validate } from '#sandbox/server/validate.ts';
import { AUTHENTICATIONS } from './authentications.ts';
import { BALANCE } from './balance.ts';
import { CLOCK } from './clock.ts';
import { EVENTS } from './events.ts';
import { FAULTS } from './faults.ts';
import { OBJECTS } from './objects.ts';
import { OVERVIEW } from './overview.ts';
import { REQUESTS } from './requests.ts';
import { Context, type Control, type Controlled, PREFIX, Stream } from './route.ts';
import { SETTINGS } from './settings.ts';
import { STATE } from './state.ts';
import { WEBHOOKS } from './webhooks.ts';

const CONTROLS: readonly Control[] = [
  ...OVERVIEW,
  ...REQUESTS,
  ...OBJECTS,
  ...EVENTS,
  ...BALANCE,
  ...CLOCK,
  ...SETTINGS,
  ...AUTHENTICATIONS,
  ...FAULTS,
  ...WEBHOOKS,
  ...STATE,
];

const router = routerOf(CONTROLS.map(({ operation }) => operation));

/** Checks whether a request is for a control route. */
export function isControl({ path }: Pick<DecodedRequest, 'path'>): boolean {
  return path === PREFIX || path.startsWith(`${PREFIX}/`);
}

/**
 * Handles a request for a control route.
 * @throws {StripeError} the same errors as the API
 */
export async function control(sandbox: Controlled, request: DecodedRequest): Promise<HttpResponse> {
  const { headers, parameters } = request;
  const asked = askedAccount(sandbox, headers['authorization'], headers['stripe-account']);
  const { operation, inPath } = router(request.method, request.path);
  const { values } = validate(operation, { ...parameters, ...inPath });
  const { run } = CONTROLS.find((one) => one.operation === operation)!;
  const context = new Context(sandbox, asked, sandbox.registry.versions.of(headers['stripe-version']));
  const reply = await run(context, values);
  const uncached = { 'Cache-Control': 'no-store' };
  if (reply instanceof Stream) {
    const type = { 'Content-Type': 'text/event-stream; charset=utf-8' };
    return { status: 200, headers: { ...uncached, ...type }, body: '', stream: reply.begin };
  }
  const described = operation.path === PREFIX ? { ...reply, controls: CONTROLS.map(describe) } : reply;
  return { status: 200, headers: uncached, body: toJson(described) };
}

function describe({ operation: { method, path, description, parameters } }: Control) {
  const words = Object.entries(parameters).map(([name, parameter]) => [name, parameter.description]);
  return { method, path, description, parameters: Object.fromEntries(words) };
}

/**
 * Returns the account that a request is about, or undefined if the caller uses the token and names no account.
 * @throws {StripeError} 401 if the key is invalid, 404 if the named account does not exist
 */
function askedAccount(
  { accounts, token }: Controlled,
  authorization: string | undefined,
  named: string | undefined,
): Account | undefined {
  if (token === undefined || !isSame(keyIn(authorization), token)) {
    const { name, publishable } = authenticate(authorization);
    if (publishable) {
      throw publishableKeyError();
    }
    return accounts.get(name, named);
  }
  const found = named === undefined ? undefined : accounts.withId(named);
  if (named !== undefined && found === undefined) {
    throw invalidRequest('No such account: Stripe-Account must be the ID of an account in this sandbox.', {
      status: 404,
    });
  }
  return found;
}

/** Compares a text with the token in constant time. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
