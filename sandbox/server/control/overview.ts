/** Control routes: what the sandbox implements, and which accounts it has. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Account } from '#sandbox/engine/account.ts';
import { familyOf } from '#sandbox/engine/accounts.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { kindsOf } from './kinds.ts';
import { type Control, type Controlled, listOf, route } from './route.ts';

export const OVERVIEW: readonly Control[] = [
  route(
    'GET',
    '',
    'Lists the implemented operations and versions, and the control routes.',
    {},
    ({ sandbox }) => describeSandbox(sandbox),
  ),
  route(
    'GET',
    '/accounts',
    'Lists the account of the key and its connected accounts; with the token, all accounts.',
    {},
    ({ sandbox, asked }) => {
      const accounts =
        asked === undefined
          ? [...sandbox.accounts].flatMap(familyOf)
          : asked.platform === undefined
            ? familyOf(asked)
            : [asked];
      const last = lastRequests(sandbox);
      return listOf(accounts.map((account) => describeAccount(account, sandbox, last)));
    },
  ),
];

function describeSandbox({ registry }: Controlled): Json {
  const one = ({ method, path, description }: Operation) => ({ method, path, description });
  const has = (operation: Operation) => registry.implementations.has(operation);
  return {
    object: 'sandbox',
    versions: registry.versions.all,
    implemented: registry.operations.filter(has).map(one),
    not_implemented: registry.operations.filter((operation) => !has(operation)).map(one),
  };
}

/** Returns the time of each account's latest logged request, in milliseconds since 1970. */
function lastRequests({ requests }: Controlled): ReadonlyMap<string | null, number> {
  const last = new Map<string | null, number>();
  for (const { account, received } of requests) {
    last.set(account, Math.max(received, last.get(account) ?? 0));
  }
  return last;
}

function describeAccount(
  account: Account,
  { registry }: Controlled,
  last: ReadonlyMap<string | null, number>,
): Json {
  const { id, platform, clock, country, defaultCurrency } = account;
  return {
    id,
    object: 'account',
    platform: platform?.id ?? null,
    country,
    default_currency: defaultCurrency,
    now: clock.now(),
    objects: kindsOf(registry, account).reduce((sum, { count }) => sum + count, 0),
    last_request: last.get(id) ?? null,
  };
}
