import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Gate, ObjectChange } from './gate.ts';
import { isOf, renameFields } from './objects.ts';

const described: ObjectChange = (object) =>
  renameFields(object, { statement_descriptor: 'statement_description' });

export const gate: Gate = {
  version: '2014-12-17',
  about:
    'statement_description is called statement_descriptor; accounts can be created, and only from this version on.',
  requestIn: (request) => {
    if (isOf(request.operation, 'POST /v1/accounts')) {
      throw invalidRequest('Accounts can be created since version 2014-12-17 of the API.');
    }
    return request;
  },
  replyOut: { charge: described, invoice: described, plan: described, transfer: described },
};
