/** Recipients: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { bankAccount } from '#sandbox/payments/objects/bank-accounts.ts';
import { card } from '#sandbox/payments/objects/cards.ts';
import type { VerificationResult } from '#sandbox/payments/objects/proof.ts';

/** A stored recipient. */
export interface Recipient extends Stored {
  readonly object: 'recipient';
  readonly created: number;
  readonly active_account: string | null;
  readonly default_card: string | null;
  readonly description: string | null;
  readonly email: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string;
  /** The result of checking the tax ID, which is not stored; null if none was sent. */
  readonly proof: VerificationResult | null;
  readonly type: 'individual' | 'corporation';
}

export const recipient = resource<Recipient>('recipient', {
  id: { prefix: 'rp', length: 24 },
  indexes: { type: ({ type }) => type, verified: (one) => String(isVerified(one)) },
  expandable: { default_card: 'card' },
  render: (recipient, view) => {
    const active = view.peek(bankAccount, recipient.active_account);
    return {
      id: recipient.id,
      object: 'recipient',
      active_account: active === undefined ? null : view.show(active),
      cards: view.sublist(card, { recipient: recipient.id }, `/v1/recipients/${recipient.id}/cards`),
      created: recipient.created,
      default_card: recipient.default_card,
      description: recipient.description,
      email: recipient.email,
      livemode: false,
      metadata: { ...recipient.metadata },
      migrated_to: null,
      name: recipient.name,
      type: recipient.type,
      verified: isVerified(recipient),
    };
  },
});

function isVerified({ proof }: Recipient): boolean {
  return proof === 'valid';
}
