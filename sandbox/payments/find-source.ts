/** Finds a source by its id, of whichever kind it is. */
import type { Call } from '#sandbox/engine/call.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import { type CustomerSource, source } from '#sandbox/payments/objects/sources.ts';

/** A source by its id; payment methods, which are kept with sources, are none. */
export function peekSource(call: Call, id: string | null): CustomerSource | undefined {
  const found: Stored | undefined = call.peek(source, id);
  return found?.object === 'payment_method' ? undefined : (found as CustomerSource | undefined);
}
