/** What the engine knows of API versions. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Json } from './resource.ts';

/** What the sandbox does otherwise for callers of versions before the gate that brought it. */
export type VersionFlag =
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
  readonly offsetPaging?: OffsetPaging;
}

/** How lists are asked for that are positioned by numbers. */
export interface OffsetPaging {
  /** How many objects are left out at the beginning. */
  readonly offset: number;
  /** Whether the list says how many there are in all. */
  readonly counted: boolean;
}

/** What a gate can see of the account. */
export interface GateContext {
  /** The operation that is carried out; absent where an event is sent. */
  readonly operation?: Operation | undefined;
  /** An object as it is shown today, by its kind and id. */
  show(kind: string, id: unknown): Json | undefined;
  /** The objects of a kind with these keys, newest first. */
  list(kind: string, by: Readonly<Record<string, string>>): readonly Json[];
}

/** What the engine asks of the versions. */
export interface VersionRules {
  /** What the sandbox does today and did not do at a version. */
  flagsMissingAt(version: string): ReadonlySet<VersionFlag>;
  /** What a version calls a type of event. */
  eventTypeOut(version: string, type: string): string;
  /** What the type of event is called today that a version calls so. */
  eventTypeIn(version: string, type: string): string;
  /** A reply as a version would have had it. */
  replyOut(version: string, reply: Json, context: GateContext): Json;
}
