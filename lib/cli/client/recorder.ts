/** Records the calls of the stories. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';

/** A response and its call. */
export interface Recorded {
  readonly operation: Operation;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls Stripe and records the responses. */
export interface Recorder {
  /** Makes a call and returns its response. */
  // biome-ignore lint/suspicious/noExplicitAny: the fields depend on the operation and its API version.
  call<P extends Parameters>(operation: Operation<P>, values: Values<P>, account?: string): Promise<any>;
  /** Advances the clock by some seconds. */
  advance(seconds: number): Promise<void>;
}
