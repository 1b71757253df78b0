/** Updates an account's record. Each update is one conditional write, which is retried if another call came first. */
import type { ArgumentProblem } from '#lib/endpoint/errors.ts';
import { HttpError } from '#lib/http/errors.ts';
import { type CardAccount, type Current, makeId, type StoredCard } from './records.ts';
import { backoff, type Session } from './session.ts';

/** Returns an account's next state, or `undefined` to leave it unchanged. It may be called several times. */
export type AccountChange = (
  account: CardAccount,
) => CardAccount | undefined | Promise<CardAccount | undefined>;

/** Updates an account, or creates it if it does not exist, and returns its new state. */
export async function changeAccount(
  session: Session,
  accountId: string,
  change: AccountChange,
): Promise<CardAccount> {
  for (let failures = 0; ; failures += 1) {
    const before = (await session.store.account(accountId)) ?? newAccount(accountId);
    const changed = await change(before);
    if (changed === undefined) {
      return before;
    }
    const after = { ...changed, version: nextVersion(before) };
    if (await session.store.writeAccount(after, before.version)) {
      return after;
    }
    await backoff(session, failures);
  }
}

/** The next version. A record that is created again after its deletion must not reuse a version of the old one. */
export function nextVersion({ version }: CardAccount): number {
  return version === 0 ? Date.now() : version + 1;
}

function newAccount(accountId: string): CardAccount {
  return { accountId, version: 0, customerKey: makeId(), revision: 0, mirrored: 0 };
}

/** Sets or clears an account's current card. */
export function withCurrent(account: CardAccount, current: Current | undefined): CardAccount {
  return { ...account, current, cleared: undefined, revision: account.revision + 1 };
}

/** The fields of a card that an account stores if the card is current. */
export function currentOf({ id, stripeCardId }: StoredCard): Current {
  return { id, stripeCardId };
}

/** Adds an ID to a list that does not have it yet. */
export function including(ids: readonly string[] | undefined, id: string): string[] {
  return [...(ids ?? []).filter((other) => other !== id), id];
}

/** Removes an ID from a list; `undefined` if the list is then empty. */
export function excluding(ids: readonly string[] | undefined, id: string): string[] | undefined {
  const rest = (ids ?? []).filter((other) => other !== id);
  return rest.length > 0 ? rest : undefined;
}

/** Ignores a 404; rethrows any other error. */
export function ignore404(error: unknown): void {
  if (!(error instanceof HttpError) || error.status !== 404) {
    throw error;
  }
}

/** The error for a card that the account does not have. */
export function noSuchCard(id: string): HttpError {
  return new HttpError('resource_missing', `No such card: ${id}.`);
}

/** Builds a problem with an argument. `what` continues the sentence that starts with its name. */
export function problem(name: string, what: string): ArgumentProblem {
  return { name, code: 'parameter_invalid', message: `${name} ${what}.` };
}
