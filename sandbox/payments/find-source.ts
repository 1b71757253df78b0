/** Finds a source of any kind by its ID. */
import type { Call } from '#sandbox/engine/call.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import { type CustomerSource, source } from '#sandbox/payments/objects/sources.ts';

/** Returns a source by its ID. Payment methods are stored with sources but are not sources. */
export function peekSource(call: Call, id: string | null): CustomerSource | undefined {
  const found: Stored | undefined = call.peek(source, id);
  return found?.object === 'payment_method' ? undefined : (found as CustomerSource | undefined);
}
