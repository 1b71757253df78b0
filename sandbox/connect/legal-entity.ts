/** The holders of connected accounts: what is kept and shown of them, and whether they are who they say. */
import type { Call } from '../call.ts';
import type { Json } from '../define.ts';
import { fileUpload } from '../resources/file-uploads.ts';
import { type Proof, proofOf } from './identity.ts';

/** The numbers that prove who somebody is. They are not kept, only what came of checking them. */
const NUMBERS = ['business_tax_id', 'business_vat_id', 'personal_id_number', 'ssn_last_4'] as const;

type NumberName = (typeof NUMBERS)[number];

/** A person or company as it is kept. */
export interface LegalEntity {
  /** What was said, by the names of the parameters; dictionaries within it are merged when more is said. */
  readonly said: Json;
  readonly proofs: Readonly<Partial<Record<NumberName, Proof>>>;
  /** The upload of an identity document. */
  readonly document: string | null;
  /** Null when nothing was said of others. */
  readonly additional_owners: readonly LegalEntity[] | null;
}

export const NOBODY: LegalEntity = { said: {}, proofs: {}, document: null, additional_owners: null };

/**
 * What is known after more was said.
 * @throws {StripeError} when a token or a file does not exist
 */
export function told(call: Call, current: LegalEntity, given: Json, param = 'legal_entity'): LegalEntity {
  const { additional_owners: owners, verification, ...others } = given;
  const numbers = Object.entries(others).filter(([name]) => isNumber(name)) as [NumberName, string][];
  const said = Object.entries(others).filter(([name]) => !isNumber(name));
  const proofs = numbers.map(([name, value]) => [name, proofOf(call, value, `${param}[${name}]`)]);
  return {
    said: {
      ...current.said,
      ...Object.fromEntries(said.map(([name, value]) => merged(current, name, value))),
    },
    proofs: { ...current.proofs, ...Object.fromEntries(proofs) },
    document: documentOf(call, verification as Json | undefined, param) ?? current.document,
    additional_owners:
      owners === undefined
        ? current.additional_owners
        : owners === ''
          ? []
          : (owners as Json[]).map((owner) => told(call, NOBODY, owner, `${param}[additional_owners]`)),
  };
}

/** Whether a field is known, by its name in `fields_needed` without what precedes it: `dob.day`. */
export function isKnown({ said, proofs, document, additional_owners }: LegalEntity, field: string): boolean {
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
  const value = said[name];
  return part === undefined ? value !== undefined : (value as Json | undefined)?.[part] !== undefined;
}

/**
 * Whether the entity is who it says: when a number was found right, or a document was sent in; our choice is that this
 * is known at once.
 */
export function identityOf({ proofs, document }: LegalEntity): 'verified' | 'failed' | 'unknown' {
  const found = Object.values(proofs);
  if (document !== null || (found.includes('valid') && !found.includes('invalid'))) {
    return 'verified';
  }
  return found.includes('invalid') ? 'failed' : 'unknown';
}

/** The entity as the API shows it; fields that only some countries have are shown when they are known. */
export function showEntity(entity: LegalEntity, country: string): Json {
  const { said, proofs, additional_owners } = entity;
  const japanese = Object.fromEntries(
    Object.entries(said).filter(([name]) => /_kan[aj]i?$/.test(name) || OPTIONAL.has(name)),
  );
  return {
    ...(additional_owners !== null && { additional_owners: additional_owners.map(showOwner) }),
    address: showAddress(said['address'], country),
    business_name: said['business_name'] ?? null,
    business_tax_id_provided: proofs.business_tax_id !== undefined,
    ...(proofs.business_vat_id !== undefined && { business_vat_id_provided: true }),
    dob: showBirth(said['dob']),
    first_name: said['first_name'] ?? null,
    last_name: said['last_name'] ?? null,
    ...japanese,
    personal_address: showAddress(said['personal_address'], country),
    personal_id_number_provided: proofs.personal_id_number !== undefined,
    ...(country === 'US' && { ssn_last_4_provided: proofs.ssn_last_4 !== undefined }),
    type: said['type'] ?? null,
    verification: showVerification(entity),
  };
}

const OPTIONAL = new Set(['gender', 'maiden_name', 'phone_number', 'tax_id_registrar']);

function showOwner(owner: LegalEntity): Json {
  const { said } = owner;
  return {
    address: showAddress(said['address'], null),
    dob: showBirth(said['dob']),
    first_name: said['first_name'] ?? null,
    last_name: said['last_name'] ?? null,
    ...(said['maiden_name'] !== undefined && { maiden_name: said['maiden_name'] }),
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

function isNumber(name: string): name is NumberName {
  return (NUMBERS as readonly string[]).includes(name);
}

function merged({ said }: LegalEntity, name: string, value: unknown): [string, unknown] {
  const before = said[name];
  const both = typeof before === 'object' && typeof value === 'object';
  return [name, both ? { ...before, ...value } : value];
}

/** The upload that is named as proof; those of the platform and of the account itself can be. */
function documentOf(call: Call, verification: Json | undefined, param: string): string | undefined {
  const document = verification?.['document'] as string | undefined;
  if (document !== undefined && call.lookUp(fileUpload, document) === undefined) {
    call.missing(fileUpload.noun, document, `${param}[verification][document]`);
  }
  return document;
}
