import { isObject } from '#lib/http/json-object.ts';
import type { Gate } from './gate.ts';
import { mapField } from './objects.ts';

export const gate: Gate = {
  version: '2013-12-03',
  about:
    'The account of an application fee can be expanded; fees are refunded in proportion, as they are here anyway.',
  replyOut: {
    application_fee: (fee) =>
      mapField(fee, 'account', (account) => (isObject(account) ? account['id'] : account)),
  },
};
