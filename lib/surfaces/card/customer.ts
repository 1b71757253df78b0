/** Manages the Stripe customer of an account. An account has at most one. */

import * as customers from '#lib/operations/customers.ts';
import { isCachedServerError } from '#lib/stripe/errors.ts';
import { changeAccount } from './account.ts';
import { allCards } from './cards.ts';
import { type CardAccount, makeId, submittedAt } from './records.ts';
import { digest, firstWithMetadata, orUndefinedIfMissing, type Session } from './session.ts';

/** How far Stripe's clock may lag behind ours, in seconds. */
const CLOCK_SKEW = 300;

/**
 * Finds or creates the account's customer. Concurrent calls create the same one. If the card is declined, the customer
 * is kept for the account's next card.
 */
export async function openCustomer(session: Session, accountId: string): Promise<string> {
  for (let failures = 0; ; ) {
    const account = await changeAccount(session, accountId, (found) =>
      found.version === 0 ? found : undefined,
    );
    if (account.stripeCustomerId !== undefined) {
      return account.stripeCustomerId;
    }
    let stripeCustomerId: string;
    try {
      stripeCustomerId = await createCustomer(session, account);
    } catch (error) {
      if (!isCachedServerError(error)) {
        throw error;
      }
      await renewCustomerKey(session, account);
      failures += 1;
      if (failures > 1) {
        throw error;
      }
      continue;
    }
    await session.store.keepCustomer(stripeCustomerId, accountId);
    await changeAccount(session, accountId, (found) =>
      found.customerKey === account.customerKey && found.stripeCustomerId === undefined
        ? { ...found, stripeCustomerId }
        : undefined,
    );
  }
}

/** Creates the customer, or finds it if Stripe created it despite a server error. */
async function createCustomer(session: Session, { accountId, customerKey }: CardAccount): Promise<string> {
  try {
    const made = await session.stripe(
      customers.create,
      { description: `Account ${accountId}`, metadata: { accountId, customerKey } },
      digest('customer', customerKey),
    );
    return made['id'] as string;
  } catch (error) {
    if (!isCachedServerError(error)) {
      throw error;
    }
    const gte = Math.floor(Date.parse(submittedAt(customerKey)) / 1000) - CLOCK_SKEW;
    const found = await firstWithMetadata(['customerKey', customerKey], (paging) =>
      session.stripe(customers.list, { created: { gte }, ...paging }),
    );
    if (found === undefined) {
      throw error;
    }
    return found.id;
  }
}

/** Replaces the key for creating the customer, unless another call has changed it or created the customer. */
async function renewCustomerKey(session: Session, { accountId, customerKey }: CardAccount): Promise<void> {
  await changeAccount(session, accountId, (found) =>
    found.customerKey === customerKey && found.stripeCustomerId === undefined
      ? { ...found, customerKey: makeId() }
      : undefined,
  );
}

/** Retrieves a customer; `undefined` if it was deleted at Stripe. */
export async function retrieveCustomer(
  session: Session,
  stripeCustomerId: string,
): Promise<{ default_source: string | null } | undefined> {
  const customer = await orUndefinedIfMissing(
    session.stripe(customers.retrieve, { customer: stripeCustomerId }),
  );
  return customer as { default_source: string | null } | undefined;
}

/** Removes a customer that was deleted at Stripe, together with its cards. */
export async function forgetCustomer(session: Session, accountId: string, lost: string): Promise<void> {
  for await (const card of allCards(session, accountId)) {
    if (card.stripeCustomerId === lost) {
      await session.store.deleteCard(accountId, card.id);
    }
  }
  await changeAccount(session, accountId, (found) =>
    found.stripeCustomerId === lost
      ? {
          accountId,
          version: found.version,
          customerKey: makeId(),
          revision: found.revision + 1,
          mirrored: found.revision + 1,
        }
      : undefined,
  );
  await session.store.forgetCustomer(lost);
}
