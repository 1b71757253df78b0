/** Changes of an account's record: each is one conditional write, made again when another one came first. */
import type { ArgumentProblem } from '#lib/endpoint/errors.ts';
import { HttpError } from '#lib/http/errors.ts';
import { type CardAccount, type Current, makeId, type StoredCard } from './records.ts';
import { backoff, type Session } from './session.ts';

/** Gives an account's next state, or `undefined` when it shall stay as it is. It may be asked several times. */
export type AccountChange = (
  account: CardAccount,
) => CardAccount | undefined | Promise<CardAccount | undefined>;

/** Changes an account, which is made if there is none, and gives its state after that. */
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

/** A record that is made anew after it was deleted must not have a version that the old one had. */
export function nextVersion({ version }: CardAccount): number {
  return version === 0 ? Date.now() : version + 1;
}

function newAccount(accountId: string): CardAccount {
  return { accountId, version: 0, customerKey: makeId(), revision: 0, mirrored: 0 };
}

/** The account with another current card, or with none. */
export function withCurrent(account: CardAccount, current: Current | undefined): CardAccount {
  return { ...account, current, cleared: undefined, revision: account.revision + 1 };
}

/** What of a card an account keeps when it is current. */
export function currentOf({ id, stripeCardId }: StoredCard): Current {
  return { id, stripeCardId };
}

/** The list with an id, once. */
export function including(ids: readonly string[] | undefined, id: string): string[] {
  return [...(ids ?? []).filter((other) => other !== id), id];
}

/** The list without an id; `undefined` when nothing is left. */
export function excluding(ids: readonly string[] | undefined, id: string): string[] | undefined {
  const rest = (ids ?? []).filter((other) => other !== id);
  return rest.length > 0 ? rest : undefined;
}

/** Takes the news that there is no such card for what was wanted. */
export function ignore404(error: unknown): void {
  if (!(error instanceof HttpError) || error.status !== 404) {
    throw error;
  }
}

/** A card of an account that there is not. */
export function noSuchCard(id: string): HttpError {
  return new HttpError('resource_missing', `No such card: ${id}.`);
}

/** A problem with an argument: `what` completes the sentence that its name begins. */
export function problem(name: string, what: string): ArgumentProblem {
  return { name, code: 'parameter_invalid', message: `${name} ${what}.` };
}
