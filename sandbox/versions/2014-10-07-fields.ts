import type { Gate, ObjectChange } from './gate.ts';
import { mapField, replaceField } from './objects.ts';

/** In 2013 an account had only the currency of its country, in capitals. */
const currencies: ObjectChange = (account) =>
  replaceField(
    mapField(account, 'default_currency', (currency) => String(currency).toUpperCase()),
    'currencies_supported',
    () => ({ currencies_supported: [String(account['default_currency']).toUpperCase()] }),
  );

/** Replies recorded at this version are the first with these fields. */
export const gate: Gate = {
  version: '2014-10-07',
  about: 'An account has a list of currencies, all in lower case.',
  replyOut: { account: currencies },
};
