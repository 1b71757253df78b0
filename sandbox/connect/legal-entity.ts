/** The holders of connected accounts: their data, and whether their identity is verified. */
import {
  EMPTY_ENTITY,
  isNumber,
  type LegalEntity,
  type NumberName,
} from '#sandbox/connect/objects/legal-entities.ts';
import type { Call } from '#sandbox/engine/call.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { verify } from '#sandbox/payments/identity-numbers.ts';
import { fileUpload } from '#sandbox/payments/objects/file-uploads.ts';

/**
 * Merges new data into an entity.
 * @throws {StripeError} when a token or a file does not exist
 */
export function mergeEntity(
  call: Call,
  current: LegalEntity,
  given: Json,
  param = 'legal_entity',
): LegalEntity {
  const { additional_owners: owners, verification, ...others } = given;
  const numbers = Object.entries(others).filter(([name]) => isNumber(name)) as [NumberName, string][];
  const said = Object.entries(others).filter(([name]) => !isNumber(name));
  const proofs = numbers.map(([name, value]) => [name, verify(call, value, `${param}[${name}]`)]);
  return {
    fields: {
      ...current.fields,
      ...Object.fromEntries(said.map(([name, value]) => merged(current, name, value))),
    },
    proofs: { ...current.proofs, ...Object.fromEntries(proofs) },
    document: documentOf(call, verification as Json | undefined, param) ?? current.document,
    additional_owners:
      owners === undefined
        ? current.additional_owners
        : owners === ''
          ? []
          : (owners as Json[]).map((owner) =>
              mergeEntity(call, EMPTY_ENTITY, owner, `${param}[additional_owners]`),
            ),
  };
}

function merged({ fields }: LegalEntity, name: string, value: unknown): [string, unknown] {
  const before = fields[name];
  const both = typeof before === 'object' && typeof value === 'object';
  return [name, both ? { ...before, ...value } : value];
}

/** Finds the upload that is named as an identity document; it may belong to the platform or to the account. */
function documentOf(call: Call, verification: Json | undefined, param: string): string | undefined {
  const document = verification?.['document'] as string | undefined;
  if (document !== undefined && call.lookUp(fileUpload, document) === undefined) {
    call.missing(fileUpload.noun, document, `${param}[verification][document]`);
  }
  return document;
}
