/**
 * The account of `sk_test_demo`, which documents use. When it is opened, it owns the objects that the examples in them
 * name, as if somebody had created these through the API.
 */
import type { Account } from '#sandbox/engine/account.ts';
import { accountId } from '#sandbox/engine/accounts.ts';
import { DEFAULT_VERSION } from '#sandbox/engine/api-version.ts';
import { Call } from '#sandbox/engine/call.ts';
import { runNextDue } from '#sandbox/engine/due.ts';
import { POLICIES } from '#sandbox/engine/policies.ts';
import type { ServedApi } from '#sandbox/server/load.ts';
import { validate } from '#sandbox/server/validate.ts';
import { REQUESTS, type SeedRequest } from './requests.ts';

/** The ID of the demo account. */
export const DEMO_ACCOUNT = accountId('demo');

/**
 * Creates the objects in a new account. It keeps its policies on cards, so payments work as in any other account; it
 * accepts what else Stripe has withdrawn, because examples call that, too.
 * @throws {Error} when a request fails
 */
export function openDemo(account: Account, registry: ServedApi): void {
  const { card_tokens, charges_create } = account.policies;
  account.adopt(POLICIES.existing);
  for (const request of REQUESTS) {
    account.chosenIds.use(request.ids, () => perform(account, registry, request));
  }
  account.adopt({ card_tokens, charges_create });
}

/** Performs a request and the tasks that are due right after it, such as the dispute of a charge. */
function perform(
  account: Account,
  registry: ServedApi,
  { operation, parameters, connected }: SeedRequest,
): void {
  const caller = connected === undefined ? account : account.connectedOf(connected)!;
  const { values } = validate(operation, parameters);
  const now = account.clock.now();
  const facts = {
    id: `req_${caller.random.text(14)}`,
    path: operation.path,
    operation,
    version: DEFAULT_VERSION,
  };
  const implementation = registry.implementations.get(operation)!;
  caller.journal.atomically(() => implementation.behave(new Call(caller, registry, now, facts), values));
  const rethrow = (error: unknown) => {
    throw error;
  };
  while (runNextDue(account, registry, now, rethrow));
}
