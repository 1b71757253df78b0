/** The functions that domains define things with: operations, scheduled tasks, and forms of objects. */
import type { AllParameters, Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import type { Call } from './call.ts';
import {
  type About,
  type Form,
  type Json,
  type Resource,
  resource,
  type Stored,
  type View,
} from './resource.ts';

/**
 * The implementation of an operation. It gets checked parameters and returns stored objects, pages of them, or plain
 * JSON.
 */
export interface Implementation {
  readonly kind: 'implementation';
  readonly operation: Operation;
  behave(call: Call, parameters: Values<Parameters>): object;
}

/** A kind of scheduled task. */
export interface DueTask {
  readonly kind: 'task';
  readonly name: string;
  run(call: Call, id: string): void;
}

/** Declares a kind of object that Stripe introduced after the default version: it is stored in its newest form. */
export function resourceOfToday<T extends Stored>(
  object: T['object'],
  { render, ...about }: Omit<About<T>, 'isOfToday' | 'render'> & { render(object: T, view: View): object },
): Resource<T> {
  return resource(object, { ...about, render: render as Resource<T>['render'], isOfToday: true });
}

/**
 * Implements an operation. Implementations are synchronous, so every request is atomic: when one throws, its changes
 * are undone.
 */
export function implement<P extends Parameters, A extends Parameters>(
  operation: Operation<P, A>,
  behave: (call: Call, parameters: Values<AllParameters<P, A>>) => object,
): Implementation {
  return {
    kind: 'implementation',
    operation: operation as unknown as Operation,
    behave: behave as unknown as Implementation['behave'],
  };
}

/**
 * Implements the same operation at another URL.
 * @param said - the parameters that this URL implies
 */
export function alias(operation: Operation, original: Implementation, said: object = {}): Implementation {
  return {
    kind: 'implementation',
    operation,
    behave: (call, parameters) => original.behave(call, { ...parameters, ...said }),
  };
}

/** Declares how a kind of object is rendered at the newest version, and its lists if they are expanded. */
export function formOfToday<T extends Stored>(
  { object }: Resource<T>,
  show: (object: T, view: View) => object,
  lists: Readonly<Record<string, (object: T, view: View) => Json>> = {},
): Form {
  return { kind: 'form', object, show: show as Form['show'], lists: lists as Form['lists'] };
}

/** Declares a scheduled task; `id` is what it was scheduled with. */
export function whenDue(name: string, run: DueTask['run']): DueTask {
  return { kind: 'task', name, run };
}
