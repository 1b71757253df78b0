import { isObject } from '#lib/http/json-object.ts';
import type { Gate } from './gate.ts';
import { mapField, renameFields } from './objects.ts';

export const gate: Gate = {
  version: '2015-10-01',
  about: 'bank_accounts of an account are called external_accounts.',
  replyOut: {
    account: (account) =>
      mapField(renameFields(account, { external_accounts: 'bank_accounts' }), 'bank_accounts', (list) =>
        isObject(list)
          ? mapField(list, 'url', (url) => String(url).replace(/\/external_accounts$/, '/bank_accounts'))
          : list,
      ),
  },
};
