/** Kinds of objects: how they are stored, indexed and shown. */
import type { IdForm } from './ids.ts';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** What every kept object has. Kept objects are never changed, only replaced. */
export interface Stored {
  readonly id: string;
  readonly object: string;
}

/** A kind of object; one that another domain declares is given by what its objects say in `object`. */
export type Kind<T extends Stored> = Resource<T> | string;

/** How a reply sees the store. */
export interface View {
  readonly now: number;
  /** An object by its id, or undefined; deleted ones are not found. */
  peek<T extends Stored>(kind: Kind<T>, id: string | null): T | undefined;
  /** An object as the API shows it. */
  show(object: Stored): Json;
  /** The list that is embedded in an object: its 10 newest, how many there are, and where the others are. */
  sublist<T extends Stored>(kind: Kind<T>, by: Keys<T>, url: string): Json;
}

/** How a kind of object of the default version is shown at the newest one. */
export interface Form {
  readonly kind: 'form';
  readonly object: string;
  show(object: Stored, view: View): object;
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

/** What is said of a kind of object besides its name. */
export type About<T extends Stored> = Partial<
  Pick<
    Resource<T>,
    'noun' | 'id' | 'collection' | 'indexes' | 'expandable' | 'ofPlatform' | 'isOfToday' | 'seenAs'
  >
> &
  Pick<Resource<T>, 'render'>;

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
