/** Provides how a platform and a connected account share a charge. */
import { provide } from '#sandbox/engine/port.ts';
import { chargeSharing as port } from '#sandbox/payments/charge-sharing.ts';
import { checkSharing, declineSettings, feePartOf, share } from './charge-split.ts';
import { account } from './objects/accounts.ts';
import { returnPayment, reverseSplit } from './refund-split.ts';

export const chargeSharing = provide(port, {
  check: checkSharing,
  checkOnBehalfOf: (call, id) => void call.find(account, id, 'on_behalf_of'),
  declineSettings,
  feePartOf,
  returnPayment,
  reverse: reverseSplit,
  share,
});
