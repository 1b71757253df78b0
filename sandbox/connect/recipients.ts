/** Recipients: whom accounts sent money to before they could connect other accounts. */
import * as recipients from '#lib/operations/recipients.ts';
import { type Recipient, recipient } from '#sandbox/connect/objects/recipients.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { verify } from '#sandbox/payments/identity-numbers.ts';
import { type BankAccount, bankAccount } from '#sandbox/payments/objects/bank-accounts.ts';
import { type Card, card } from '#sandbox/payments/objects/cards.ts';
import { type Source, source } from '#sandbox/payments/objects/sources.ts';
import { resolveSource, type SourceParameter } from '#sandbox/payments/tokens.ts';

export const create = implement(recipients.create, (call, parameters) => {
  const { name, type, tax_id, metadata } = parameters;
  const made = call.create(recipient, {
    active_account: null,
    default_card: null,
    description: orNull(parameters.description) ?? null,
    email: orNull(parameters.email) ?? null,
    metadata: call.metadata(metadata),
    name,
    proof: tax_id === undefined ? null : verify(call, tax_id, 'tax_id'),
    type,
  });
  const complete = withPlaces(call, made, parameters);
  call.announce('recipient.created', complete);
  return complete;
});

export const retrieve = implement(recipients.retrieve, (call, { recipient: id }) =>
  call.wasDeleted(recipient, id) ? { deleted: true, id } : call.find(recipient, id),
);

export const update = implement(recipients.update, (call, parameters) => {
  const { recipient: id, name, tax_id, metadata, default_card } = parameters;
  const current = call.find(recipient, id);
  if (default_card !== undefined && call.peek(source, default_card)?.recipient !== id) {
    call.missing('card', default_card, 'default_card');
  }
  const changed = call.change(recipient, current, {
    default_card,
    description: orNull(parameters.description),
    email: orNull(parameters.email),
    metadata: call.metadata(metadata, current.metadata),
    name,
    proof: tax_id === undefined ? undefined : verify(call, tax_id, 'tax_id'),
  });
  const complete = withPlaces(call, changed, parameters);
  call.announce('recipient.updated', complete);
  return complete;
});

export const del = implement(recipients.del, (call, { recipient: id }) => {
  const current = call.find(recipient, id);
  call.announce('recipient.deleted', current);
  for (const one of call.all(source, { recipient: id })) {
    call.remove(source, one);
  }
  forget(call, current.active_account);
  call.remove(recipient, current);
  return { deleted: true, id };
});

export const list = implement(recipients.list, (call, { type, verified, ...paging }) =>
  call.page(recipient, paging, { type, verified: verified === undefined ? undefined : String(verified) }),
);

/**
 * Returns where money for a recipient goes: to the destination that is named, else to its bank account, else to its
 * default card.
 * @throws {StripeError} 400 when it has none
 */
export function destinationOfRecipient(call: Call, id: string, destination: string | undefined): Source {
  const { active_account, default_card } = call.find(recipient, id);
  const wanted = destination ?? active_account ?? default_card;
  const found = call.peek(source, wanted);
  if (
    found === undefined ||
    found.object === 'bitcoin_receiver' ||
    (found.id !== active_account && found.recipient !== id)
  ) {
    throw invalidRequest(
      destination === undefined
        ? `Recipient ${id} has neither a bank account nor a card.`
        : `Recipient ${id} does not have such a bank account or card.`,
      { param: destination === undefined ? 'recipient' : 'destination' },
    );
  }
  return found;
}

/** Sets the bank account or card of a recipient, replacing those it has. */
function withPlaces(
  call: Call,
  current: Recipient,
  { bank_account, card: given }: { bank_account?: SourceParameter; card?: SourceParameter },
): Recipient {
  const active_account = bank_account === undefined ? undefined : addBank(call, bank_account).id;
  const default_card = given === undefined ? undefined : addCard(call, current.id, given).id;
  if (active_account !== undefined) {
    forget(call, current.active_account);
  }
  if (default_card !== undefined) {
    forget(call, current.default_card);
  }
  return call.change(recipient, current, { active_account, default_card });
}

function addBank(call: Call, given: SourceParameter): BankAccount {
  const bank = resolveSource(call, given, 'bank_account');
  if (bank.object !== 'bank_account' || bank.country !== 'US') {
    throw invalidRequest('The money of recipients goes to bank accounts in the US.', {
      param: 'bank_account',
    });
  }
  return call.create(bankAccount, bank);
}

/** Adds a card to a recipient. Test mode accepted every card, credit cards too. */
export function addCard(
  call: Call,
  id: string,
  given: SourceParameter,
  metadata: Readonly<Record<string, string>> = {},
): Card {
  const resolved = resolveSource(call, given, 'card');
  if (resolved.object !== 'card') {
    throw invalidRequest('The money of recipients goes to cards here; this is a bank account.', {
      param: 'card',
    });
  }
  return call.create(card, { ...resolved, metadata, recipient: id });
}

function forget(call: Call, id: string | null): void {
  const old = call.peek(source, id);
  if (old !== undefined) {
    call.remove(source, old);
  }
}
