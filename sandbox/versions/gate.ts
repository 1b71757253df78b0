/** The words in which a gate describes itself: one change to the API, and how callers of older versions are spared it. */
import type { Operation } from '#lib/stripe/operation.ts';
import type { Json } from '../define.ts';
import type { StripeError } from '../errors.ts';

/** What the sandbox does otherwise for callers of versions before the gate that brought it. */
export type Behaviour =
  | 'coupons give no credit'
  | 'subscriptions have coupons of their own'
  | 'publishable keys only make tokens'
  | 'transfers need a balance'
  | 'reused idempotency keys are errors'
  | 'invoices have at most 250 items'
  | 'SKUs stay active without their product'
  | 'intents take what the Dashboard enables'
  | 'intents are captured asynchronously'
  | 'intents take no payment_method_types';

/** A request that was routed, before its parameters are checked. */
export interface VersionedRequest {
  readonly operation: Operation;
  readonly parameters: Json;
  /** By the name of a parameter, the other name that it was sent by. */
  readonly sentAs?: Readonly<Record<string, string>>;
  /** Where lists are positioned by numbers, and count what they hold. */
  readonly numbered?: Numbered;
}

/** How lists are asked for that are positioned by numbers. */
export interface Numbered {
  /** How many objects are left out at the beginning. */
  readonly offset: number;
  /** Whether the list says how many there are in all. */
  readonly counted: boolean;
}

/** What a gate can see of the account. */
export interface Sight {
  /** The operation that is carried out; absent where an event is sent. */
  readonly operation?: Operation | undefined;
  /** An object as it is shown today, by its kind and id. */
  show(kind: string, id: unknown): Json | undefined;
  /** The objects of a kind with these keys, newest first. */
  list(kind: string, by: Readonly<Record<string, string>>): readonly Json[];
}

/**
 * Makes an object what it was before: a new one, for it may be the one that is kept. It is also given what an event says
 * of fields as they were before, which is a part of an object, so it changes what is there. What the object holds is
 * still as it is today; it is changed afterwards, wherever the change has put it.
 */
export type Change = (object: Json, sight: Sight) => Json;

/** One change to the API. Callers of older versions pass through it, both ways. */
export interface Gate {
  /** The version that brought the change. */
  readonly version: string;
  /** What changed; where the sandbox has nothing to do about it, why. */
  readonly about: string;
  /** What came with it that is not seen in requests and replies alone. */
  readonly brings?: Behaviour;
  /** An older request as it is made since. */
  readonly requestIn?: (request: VersionedRequest, sight: Sight) => VersionedRequest;
  /** The objects of a reply as they were before, by their kind, wherever in it they stand. */
  readonly replyOut?: Readonly<Record<string, Change>>;
  /** How types of events began before, and how they have begun since: `{'customer.card.': 'customer.source.'}`. */
  readonly eventTypes?: Readonly<Record<string, string>>;
  /** An error as it was before. */
  readonly errorOut?: (error: StripeError, operation: Operation | undefined) => StripeError;
}
