/**
 * The types that a gate is written with: one change to the API, and the conversion that hides it from callers on
 * older versions.
 */
import type { Operation } from '#lib/operations/operation.ts';
import type { StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { GateContext, VersionedRequest, VersionFlag } from '#sandbox/engine/versions.ts';

/**
 * Converts an object to its older form. Must return a copy, because the object may be the stored one. It is also
 * called on `previous_attributes`, which are partial objects, so it must only change fields that exist. Nested
 * objects are still in today's form; they are converted afterwards, wherever the change has put them.
 */
export type ObjectChange = (object: Json, sight: GateContext) => Json;

/** One change to the API. Requests and replies of callers on older versions pass through it. */
export interface Gate {
  /** The version that introduced the change. */
  readonly version: string;
  /** What changed. If the sandbox has nothing to convert, the reason. */
  readonly about: string;
  /** A change of behaviour that requests and replies alone do not show. */
  readonly flag?: VersionFlag;
  /** Converts an older request to the form of this version. */
  readonly requestIn?: (request: VersionedRequest, sight: GateContext) => VersionedRequest;
  /** Converts objects of a reply to their older form, by kind, wherever they occur in it. */
  readonly replyOut?: Readonly<Record<string, ObjectChange>>;
  /** Older and newer prefixes of event types: `{'customer.card.': 'customer.source.'}`. */
  readonly eventTypes?: Readonly<Record<string, string>>;
  /** Converts an error to its older form. */
  readonly errorOut?: (error: StripeError, operation: Operation | undefined) => StripeError;
}
