import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate } from './gate.ts';
import { moved, renameFields } from './objects.ts';

const PARAMETERS = ['bank_account', 'external_account', 'source'];

export const gate: Gate = {
  version: '2016-02-19',
  about:
    'The name of a bank account is called account_holder_name; what the holder is, is said besides, at older versions too.',
  requestIn: (request) => ({
    ...request,
    parameters: Object.fromEntries(
      Object.entries(request.parameters).map(([name, value]) => [
        name,
        PARAMETERS.includes(name) && isObject(value) && 'account_number' in value ? held(value) : value,
      ]),
    ),
  }),
  replyOut: {
    bank_account: (account) => renameFields(account, { account_holder_name: 'name' }),
  },
};

function held(bankAccount: Json): Json {
  return moved(bankAccount, { name: 'account_holder_name' });
}
