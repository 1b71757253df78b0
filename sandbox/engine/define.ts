/** The words in which a resource describes itself: what its objects are, what its operations do, what falls due. */
import type { AllParameters, Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import type { Call } from './call.ts';
import { type About, type Form, type Resource, resource, type Stored, type View } from './resource.ts';

/** What an operation does with its checked parameters; gives kept objects, pages of them, or plain JSON. */
export interface Implementation {
  readonly kind: 'implementation';
  readonly operation: Operation;
  behave(call: Call, parameters: Values<Parameters>): object;
}

/** What happens when something falls due. */
export interface DueTask {
  readonly kind: 'task';
  readonly name: string;
  run(call: Call, id: string): void;
}

/** Declares a kind of object that came after the default version: there is one form of it, the newest. */
export function resourceOfToday<T extends Stored>(
  object: T['object'],
  { render, ...about }: Omit<About<T>, 'isOfToday' | 'render'> & { render(object: T, view: View): object },
): Resource<T> {
  return resource(object, { ...about, render: render as Resource<T>['render'], isOfToday: true });
}

/**
 * Binds behaviour to an operation. The behaviour is synchronous, so every request is atomic: when it throws, what it
 * changed is taken back.
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
 * Does at another address of an operation what is done at the first one.
 * @param said - the parameters that the address says by itself
 */
export function alias(operation: Operation, original: Implementation, said: object = {}): Implementation {
  return {
    kind: 'implementation',
    operation,
    behave: (call, parameters) => original.behave(call, { ...parameters, ...said }),
  };
}

/** Says how a kind of object is shown at the newest version. */
export function formOfToday<T extends Stored>(
  { object }: Resource<T>,
  show: (object: T, view: View) => object,
): Form {
  return { kind: 'form', object, show: show as Form['show'] };
}

/** Says what to do when a task of this name falls due; `id` is what it was scheduled with. */
export function whenDue(name: string, run: DueTask['run']): DueTask {
  return { kind: 'task', name, run };
}
