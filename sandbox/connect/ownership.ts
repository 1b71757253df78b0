/** Whose an account is, and where what belongs to it is kept: with its platform. */
import type { Call } from '../call.ts';
import { invalidRequest } from '../errors.ts';
import { account, type ConnectedAccount, ownAccount } from '../resources/accounts.ts';
import { source } from '../resources/sources.ts';

/** An account as one call reaches it. */
export interface Ownership {
  readonly owner: ConnectedAccount;
  /** On the account that keeps it, and the bank accounts and cards it has: its platform, or itself if it has none. */
  readonly home: Call;
  /** On the account itself, where its events are told. */
  readonly itself: Call;
}

/**
 * The account that a parameter names: that of the call, also where none is named, or one connected to it.
 * @throws {StripeError} when there is none
 */
export function ownedBy(call: Call, id: string | undefined): Ownership {
  if (id === undefined || id === call.account.id) {
    return ofCall(call);
  }
  const owner = call.find(account, id, 'account');
  return { owner, home: call, itself: call.on(call.account.connectedOf(id)!) };
}

/** The account of a call. */
export function ofCall(call: Call): Ownership {
  const { id, platform } = call.account;
  const home = platform === undefined ? call : call.on(platform);
  return { owner: platform === undefined ? ownAccount(call) : home.find(account, id), home, itself: call };
}

/** The account of a call, and whether there is somewhere that its funds can go. */
export function fileOf(call: Call): Ownership & { readonly hasExternalAccount: boolean } {
  const ownership = ofCall(call);
  const { home, owner } = ownership;
  return { ...ownership, hasExternalAccount: home.newest(source, { account: owner.id }, 1).length > 0 };
}

/** The same, of an account that the platform manages. */
export function managedBy(call: Call, id: string | undefined): Ownership {
  const ownership = ownedBy(call, id);
  if (!ownership.owner.managed) {
    throw invalidRequest('Only managed accounts that the platform created can be changed in this way.', {
      param: 'account',
    });
  }
  return ownership;
}
