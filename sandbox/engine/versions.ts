/** What the engine knows about API versions. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Json } from './resource.ts';

/** Behaviours that differ for versions before the gate that introduced them. */
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

/** A routed request, before its parameters are checked. */
export interface VersionedRequest {
  readonly operation: Operation;
  readonly parameters: Json;
  /** The names that parameters were sent under, where they differ. */
  readonly sentAs?: Readonly<Record<string, string>>;
  /** Set if lists are paged by numbers and contain a count. */
  readonly offsetPaging?: OffsetPaging;
}

/** How a list is paged by numbers. */
export interface OffsetPaging {
  /** The number of objects to skip. */
  readonly offset: number;
  /** Whether the list contains the total count. */
  readonly counted: boolean;
}

/** What a gate can see of the account. */
export interface GateContext {
  /** The current operation; undefined when an event is sent. */
  readonly operation?: Operation | undefined;
  /** Renders an object in its current form, by kind and ID. */
  show(kind: string, id: unknown): Json | undefined;
  /** Returns the objects of a kind with these keys, newest first. */
  list(kind: string, by: Readonly<Record<string, string>>): readonly Json[];
}

/** What the engine needs from the versions. */
export interface VersionRules {
  /** Returns the behaviours that a version does not have yet. */
  flagsMissingAt(version: string): ReadonlySet<VersionFlag>;
  /** Returns a version's name of an event type. */
  eventTypeOut(version: string, type: string): string;
  /** Returns today's name of a version's event type. */
  eventTypeIn(version: string, type: string): string;
  /** Converts a reply to a version's form. */
  replyOut(version: string, reply: Json, context: GateContext): Json;
}
