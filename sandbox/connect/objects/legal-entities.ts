/** Holders of accounts: what is stored, and how they are rendered. */
import type { Json } from '#sandbox/engine/resource.ts';
import type { VerificationResult } from '#sandbox/payments/objects/proof.ts';

/** Numbers that prove an identity. They are not stored, only the result of checking them. */
const NUMBERS = ['business_tax_id', 'business_vat_id', 'personal_id_number', 'ssn_last_4'] as const;

export type NumberName = (typeof NUMBERS)[number];

/** A stored person or company. */
export interface LegalEntity {
  /** What is known, by parameter name. Nested dictionaries are merged when more is sent. */
  readonly fields: Json;
  readonly proofs: Readonly<Partial<Record<NumberName, VerificationResult>>>;
  /** The upload of an identity document. */
  readonly document: string | null;
  /** Null if nothing was sent about other owners. */
  readonly additional_owners: readonly LegalEntity[] | null;
}

export const EMPTY_ENTITY: LegalEntity = { fields: {}, proofs: {}, document: null, additional_owners: null };

/** Whether a field is known, by its name in `fields_needed` without the prefix: `dob.day`. */
export function isKnown(
  { fields, proofs, document, additional_owners }: LegalEntity,
  field: string,
): boolean {
  if (field === 'additional_owners') {
    return additional_owners !== null;
  }
  if (field === 'verification.document') {
    return document !== null;
  }
  if (isNumber(field)) {
    return proofs[field] !== undefined || (field === 'ssn_last_4' && proofs.personal_id_number !== undefined);
  }
  const [name = '', part] = field.split('.');
  const value = fields[name];
  return part === undefined ? value !== undefined : (value as Json | undefined)?.[part] !== undefined;
}

/**
 * Whether the identity is verified: a number passed its check, or a document was uploaded. That verification is
 * immediate is our choice.
 */
export function identityOf({ proofs, document }: LegalEntity): 'verified' | 'failed' | 'unknown' {
  const found = Object.values(proofs);
  if (document !== null || (found.includes('valid') && !found.includes('invalid'))) {
    return 'verified';
  }
  return found.includes('invalid') ? 'failed' : 'unknown';
}

/** Renders the entity. Fields that only some countries have are included if they are known. */
export function showEntity(entity: LegalEntity, country: string): Json {
  const { fields, proofs, additional_owners } = entity;
  const japanese = Object.fromEntries(
    Object.entries(fields).filter(([name]) => /_kan[aj]i?$/.test(name) || OPTIONAL.has(name)),
  );
  return {
    ...(additional_owners !== null && { additional_owners: additional_owners.map(showOwner) }),
    address: showAddress(fields['address'], country),
    business_name: fields['business_name'] ?? null,
    business_tax_id_provided: proofs.business_tax_id !== undefined,
    ...(proofs.business_vat_id !== undefined && { business_vat_id_provided: true }),
    dob: showBirth(fields['dob']),
    first_name: fields['first_name'] ?? null,
    last_name: fields['last_name'] ?? null,
    ...japanese,
    personal_address: showAddress(fields['personal_address'], country),
    personal_id_number_provided: proofs.personal_id_number !== undefined,
    ...(country === 'US' && { ssn_last_4_provided: proofs.ssn_last_4 !== undefined }),
    type: fields['type'] ?? null,
    verification: showVerification(entity),
  };
}

const OPTIONAL = new Set(['gender', 'maiden_name', 'phone_number', 'tax_id_registrar']);

function showOwner(owner: LegalEntity): Json {
  const { fields } = owner;
  return {
    address: showAddress(fields['address'], null),
    dob: showBirth(fields['dob']),
    first_name: fields['first_name'] ?? null,
    last_name: fields['last_name'] ?? null,
    ...(fields['maiden_name'] !== undefined && { maiden_name: fields['maiden_name'] }),
    verification: showVerification(owner),
  };
}

function showVerification(entity: LegalEntity): Json {
  const identity = identityOf(entity);
  return {
    details:
      identity === 'failed' ? 'The id number does not belong to a person or company of this name.' : null,
    details_code: { verified: null, failed: 'failed_keyed_identity', unknown: 'failed_other' }[identity],
    document: entity.document,
    status: identity === 'verified' ? 'verified' : 'unverified',
  };
}

function showAddress(address: unknown, defaultCountry: string | null): Json {
  const { city, country, line1, line2, postal_code, state } = (address ?? {}) as Json;
  return {
    city: city ?? null,
    country: country ?? defaultCountry,
    line1: line1 ?? null,
    line2: line2 ?? null,
    postal_code: postal_code ?? null,
    state: state ?? null,
  };
}

function showBirth(birth: unknown): Json {
  const { day, month, year } = (birth ?? {}) as Json;
  return { day: day ?? null, month: month ?? null, year: year ?? null };
}

export function isNumber(name: string): name is NumberName {
  return (NUMBERS as readonly string[]).includes(name);
}
