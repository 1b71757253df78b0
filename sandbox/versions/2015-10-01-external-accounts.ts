import { isObject } from '#lib/stripe/json-object.ts';
import type { Gate } from './gate.ts';
import { made, renamed, without } from './objects.ts';

/** Before, a dispute had no id: it was found by its charge, which showed it whole. */
export const gate: Gate = {
  version: '2015-10-01',
  about: 'bank_accounts of an account are called external_accounts; disputes have ids.',
  replyOut: {
    account: (account) =>
      made(renamed(account, { external_accounts: 'bank_accounts' }), 'bank_accounts', (list) =>
        isObject(list)
          ? made(list, 'url', (url) => String(url).replace(/\/external_accounts$/, '/bank_accounts'))
          : list,
      ),
    charge: (charge, { show }) =>
      made(charge, 'dispute', (dispute) => {
        const shown = isObject(dispute) ? dispute : show('dispute', dispute);
        return shown === undefined ? dispute : without(shown, 'id');
      }),
    dispute: (dispute) => without(dispute, 'id'),
  },
};
