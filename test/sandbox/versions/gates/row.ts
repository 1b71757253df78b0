/** The form of the rows that say what a version gate does. A row has two sides: before the gate's version, and since. */
import type { ErrorBody } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { OffsetPaging, VersionFlag } from '#sandbox/engine/versions.ts';

/** What one gate does. What a gate declares, it needs rows for, and nothing else. */
export interface GateRows {
  readonly replies?: readonly ReplyRow[];
  readonly requests?: readonly RequestRow[];
  readonly errors?: readonly ErrorRow[];
  /** Types of events. */
  readonly events?: readonly { readonly since: string; readonly before: string }[];
  /** The behaviour of the sandbox that the version brought. */
  readonly brings?: VersionFlag;
}

/** An object of a reply, or a part of one: what an event says of fields as they were. */
export interface ReplyRow {
  /** The kind of a part. An object says its kind itself. */
  readonly partOf?: string;
  readonly since: Json;
  /** Equal to `since` where the gate must leave the object alone. */
  readonly before: Json | { readonly rejected: Rejected };
  /** The operation that replies, e.g. `GET /v1/charges`. */
  readonly of?: string;
  /** Other objects that the account has. */
  readonly stored?: readonly Json[];
}

/** The parameters of a request. */
export interface RequestRow {
  /** The operation: `POST /v1/charges`. */
  readonly of: string;
  readonly before: Json;
  readonly since: Json | { readonly rejected: Rejected };
  /** How a list is positioned, where by numbers. */
  readonly offsetPaging?: OffsetPaging;
  readonly stored?: readonly Json[];
}

/** An error that a gate answers with. */
export interface Rejected {
  readonly status: number;
  readonly param?: string;
}

export interface ErrorRow {
  readonly of?: string;
  readonly since: ToldError;
  readonly before: ToldError;
}

/** An error with its status; and whether what the request did before it stands. */
export type ToldError = ErrorBody & { readonly status: number; readonly stands?: boolean };

/** Rows of objects that differ in one field: each pair is the value since, and the value before. */
export function eachValue(
  kind: string,
  field: string,
  pairs: readonly (readonly [since: unknown, before: unknown])[],
): ReplyRow[] {
  return pairs.map(([since, before]) => ({
    since: { object: kind, id: 'x_1', [field]: since },
    before: { object: kind, id: 'x_1', [field]: before },
  }));
}

/** A row of an object whose fields of these names are left out before, and of nothing else. */
export function leavesOut(kind: string, ...fields: readonly string[]): ReplyRow {
  const kept = { object: kind, kept_field: 'x' };
  return {
    since: { ...kept, ...Object.fromEntries(fields.map((field) => [field, `a value of ${field}`])) },
    before: kept,
  };
}
