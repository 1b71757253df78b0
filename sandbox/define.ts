/** The words in which a resource describes itself: what its objects are, what its operations do, what falls due. */
import type { AllParameters, Operation } from '#lib/stripe/operation.ts';
import type { Parameters, Values } from '#lib/stripe/parameters.ts';
import type { Call } from './call.ts';
import type { IdForm } from './ids.ts';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** What every kept object has. Kept objects are never changed, only replaced. */
export interface Stored {
  readonly id: string;
  readonly object: string;
}

/** How a reply sees the store. */
export interface View {
  readonly now: number;
  /** An object by its id, or undefined; deleted ones are not found. */
  peek<T extends Stored>(resource: Resource<T>, id: string | null): T | undefined;
  /** An object as the API shows it. */
  show(object: Stored): Json;
  /** The list that is embedded in an object: its 10 newest, how many there are, and where the others are. */
  sublist<T extends Stored>(resource: Resource<T>, by: Keys<T>, url: string): Json;
}

/** Keys by the names of indexes, e.g. `{customer: 'cus_1'}`; undefined ones do not count. */
export type Keys<_T extends Stored> = Readonly<Record<string, string | undefined>>;

/** One kind of object. */
export interface Resource<T extends Stored = Stored> {
  readonly kind: 'resource';
  /** What the objects say in their field `object`. */
  readonly object: T['object'];
  /** What errors call it: `No such customer: cus_1`. */
  readonly noun: string;
  /** How its ids are made; absent where the caller chooses them. */
  readonly id?: IdForm;
  /** Where they are kept; kinds that share one list, such as cards and bank accounts, share a collection. */
  readonly collection: string;
  /** By what lists of it can be cut down without looking at every object; a null key is in no list. */
  readonly indexes: Readonly<Record<string, KeyOf<T>>>;
  /** The fields that hold an id which `expand` can replace, and of what kind (or kinds) the object there is. */
  readonly expandable: Readonly<Record<string, string | readonly string[]>>;
  /** It is kept by the platform, and shown from there also when it is told to the connected account. */
  readonly ofPlatform: boolean;
  /** The object as the API shows it, its fields in Stripe's order. */
  render(object: T, view: View): Json;
  /** It came after the default version: there is one form of it, the newest. */
  readonly isOfToday: boolean;
  /** An object of another kind of the collection, seen as one of this kind. */
  seenAs?(object: Stored): Stored;
}

/** Declared as a method so that a resource of one kind fits where one of any kind is meant. */
export type KeyOf<T> = { of(object: T): string | null }['of'];

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

/** What is said of a kind of object besides its name. */
type About<T extends Stored> = Partial<
  Pick<
    Resource<T>,
    'noun' | 'id' | 'collection' | 'indexes' | 'expandable' | 'ofPlatform' | 'isOfToday' | 'seenAs'
  >
> &
  Pick<Resource<T>, 'render'>;

/** Declares a kind of object that came after the default version: there is one form of it, the newest. */
export function resourceOfToday<T extends Stored>(
  object: T['object'],
  { render, ...about }: Omit<About<T>, 'isOfToday' | 'render'> & { render(object: T, view: View): object },
): Resource<T> {
  return resource(object, { ...about, render: render as Resource<T>['render'], isOfToday: true });
}

/** Declares a kind of object. */
export function resource<T extends Stored>(object: T['object'], about: About<T>): Resource<T> {
  return {
    kind: 'resource',
    object,
    noun: object,
    collection: object,
    indexes: {},
    expandable: {},
    ofPlatform: false,
    isOfToday: false,
    ...about,
  };
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

/** How a kind of object of the default version is shown at the newest one. */
export interface Form {
  readonly kind: 'form';
  readonly object: string;
  show(object: Stored, view: View): object;
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
