/** The words in which a gate describes itself: one change to the API, and how callers of older versions are spared it. */
import type { Operation } from '#lib/operations/operation.ts';
import type { StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { GateContext, VersionedRequest, VersionFlag } from '#sandbox/engine/versions.ts';

/**
 * Makes an object what it was before: a new one, for it may be the one that is kept. It is also given what an event says
 * of fields as they were before, which is a part of an object, so it changes what is there. What the object holds is
 * still as it is today; it is changed afterwards, wherever the change has put it.
 */
export type ObjectChange = (object: Json, sight: GateContext) => Json;

/** One change to the API. Callers of older versions pass through it, both ways. */
export interface Gate {
  /** The version that brought the change. */
  readonly version: string;
  /** What changed; where the sandbox has nothing to do about it, why. */
  readonly about: string;
  /** What came with it that is not seen in requests and replies alone. */
  readonly flag?: VersionFlag;
  /** An older request as it is made since. */
  readonly requestIn?: (request: VersionedRequest, sight: GateContext) => VersionedRequest;
  /** The objects of a reply as they were before, by their kind, wherever in it they stand. */
  readonly replyOut?: Readonly<Record<string, ObjectChange>>;
  /** How types of events began before, and how they have begun since: `{'customer.card.': 'customer.source.'}`. */
  readonly eventTypes?: Readonly<Record<string, string>>;
  /** An error as it was before. */
  readonly errorOut?: (error: StripeError, operation: Operation | undefined) => StripeError;
}
