/** What the stories are told with. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';

/** A reply, and what was called. */
export interface Recorded {
  readonly operation: Operation;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls Stripe and records what it replies. */
export interface Recorder {
  /** Gives the reply; the calls of a story read ids and the like from it. */
  // biome-ignore lint/suspicious/noExplicitAny: a story reads what the version that it speaks has.
  call<P extends Parameters>(operation: Operation<P>, values: Values<P>, account?: string): Promise<any>;
  /** Lets time pass, in seconds. */
  advance(seconds: number): Promise<void>;
}
