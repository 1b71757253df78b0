import { isObject } from '#lib/http/json-object.ts';
import type { Gate } from './gate.ts';
import { mapField, replaceField } from './objects.ts';

export const gate: Gate = {
  version: '2015-07-13',
  about: 'verification says the disabled_reason of an account instead of whether its holder was contacted.',
  replyOut: {
    account: (account) =>
      mapField(account, 'verification', (verification) =>
        isObject(verification)
          ? replaceField(verification, 'disabled_reason', (reason) => ({ contacted: reason !== null }))
          : verification,
      ),
  },
};
