import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate } from './gate.ts';
import { mapField, omit } from './objects.ts';

/** Before this version, legal entities had the same fields in every country, as recorded ones show. */
export const gate: Gate = {
  version: '2016-02-03',
  about: 'Which fields legal_entity has depends on the country.',
  replyOut: { account: (account) => mapField(account, 'legal_entity', entityOfAnyCountry) },
};

function entityOfAnyCountry(entity: unknown): unknown {
  return isObject(entity)
    ? withoutDetails({
        ...omit(entity, 'business_tax_id_provided', 'business_vat_id_provided'),
        additional_owners: ownersOf(entity),
      })
    : entity;
}

function ownersOf({ additional_owners: owners }: Json): unknown {
  return Array.isArray(owners) ? owners.map((owner) => withoutDetails(owner as Json)) : null;
}

function withoutDetails(person: Json): Json {
  return mapField(person, 'verification', (verification) =>
    isObject(verification) ? omit(verification, 'details_code') : verification,
  );
}
