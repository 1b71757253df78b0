/** Tokens: what is stored, and how they are rendered. */
import { type Json, resource, type Stored } from '#sandbox/engine/resource.ts';
import type { BankAccount } from './bank-accounts.ts';
import type { Card } from './cards.ts';
import type { VerificationResult } from './proof.ts';

/** A stored token. */
export interface Token extends Stored {
  readonly object: 'token';
  readonly created: number;
  readonly type: 'card' | 'bank_account' | 'pii';
  readonly used: boolean;
  readonly holds: Card | BankAccount | null;
  /** The result of checking the personal ID number that it stands for. */
  readonly proof?: VerificationResult;
}

export const token = resource<Token>('token', {
  id: { prefix: 'tok', length: 24 },
  render: ({ id, created, type, used, holds }, view): Json => ({
    id,
    object: 'token',
    ...(holds !== null && { [holds.object]: view.show(holds) }),
    client_ip: null,
    created,
    livemode: false,
    type,
    used,
  }),
});
