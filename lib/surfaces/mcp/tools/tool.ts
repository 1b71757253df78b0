/** A tool: an operation with a name that says what it does. */
import type { Operation } from '#lib/operations/operation.ts';
import type { AmountOf } from './amounts.ts';

/**
 * The effect of a call. It determines the hints for clients, whether an idempotency key is required, whether the user
 * is asked, and what live keys may do.
 */
export type Effect = 'read' | 'write' | 'moves money' | 'irreversible';

/** The declaration of a tool. */
export interface ToolOptions {
  /** Whether it is available by default. */
  readonly core?: true;
  /** Its description, for models. Default: that of the operation. */
  readonly description?: string;
  /** Parameters that it does not accept. */
  readonly omit?: readonly string[];
  /** Returns how much a call moves, in the smallest currency unit; required for tools that move money. */
  readonly amount?: AmountOf;
}

/** A tool that calls one of Stripe's operations. */
export interface OperationTool extends ToolOptions {
  readonly name: string;
  readonly group: string;
  readonly effect: Effect;
  readonly operation: Operation;
  readonly description: string;
}

/** The declarations of a group's tools: `name: [effect, operation, options]`. */
export type Declared = Readonly<Record<string, readonly [Effect, Operation, ToolOptions?]>>;

/** Creates the tools of a group. */
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
