import { isObject } from '#lib/stripe/json-object.ts';
import type { Change, Gate } from './gate.ts';
import { inTurn, made, without, withoutFields } from './objects.ts';

const added = withoutFields({
  account: ['business_logo'],
  card: ['tokenization_method'],
  customer: ['shipping'],
});

const entities: Change = (account) =>
  made(account, 'legal_entity', (entity) =>
    isObject(entity) ? without(entity, 'personal_id_number_provided', 'ssn_last_4_provided') : entity,
  );

/** Fields are added without a version: these were in replies recorded at 2015-10-01, and not in those of 2015-04-07. */
export const gate: Gate = {
  version: '2015-10-01',
  about: 'Fields that replies recorded at this version were the first to have.',
  replyOut: inTurn({ account: entities }, added),
};
