/** What a tool is: an operation under a name that says what it does. */
import type { Operation } from '#lib/operations/operation.ts';
import type { AmountOf } from './amounts.ts';

/**
 * What a call does. It decides about the hints that clients are given, whether an idempotency key is needed, whether the
 * user is asked, and what live keys may do.
 */
export type Effect = 'read' | 'write' | 'moves money' | 'irreversible';

/** What is declared of a tool. */
export interface ToolOptions {
  /** Whether it is offered without being asked for. */
  readonly core?: true;
  /** What it does, for a model. Default: the operation's own description. */
  readonly description?: string;
  /** Parameters that it does not take. */
  readonly omit?: readonly string[];
  /** How much a call moves, in the smallest unit; needed for what moves money. */
  readonly amount?: AmountOf;
}

/** A tool that calls one operation of Stripe. */
export interface OperationTool extends ToolOptions {
  readonly name: string;
  readonly group: string;
  readonly effect: Effect;
  readonly operation: Operation;
  readonly description: string;
}

/** Tools of one group, as they are declared: `name: [effect, operation, options]`. */
export type Declared = Readonly<Record<string, readonly [Effect, Operation, ToolOptions?]>>;

/** Completes the tools of a group. */
export function toolsOf(group: string, declared: Declared): OperationTool[] {
  return Object.entries(declared).map(([name, [effect, operation, options = {}]]) => ({
    name,
    group,
    effect,
    operation,
    ...options,
    description: options.description ?? operation.description,
  }));
}
