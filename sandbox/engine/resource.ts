/** Kinds of objects: how they are stored, indexed and rendered. */
import type { IdForm } from './ids.ts';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** The fields of every stored object. Stored objects are immutable; they are only replaced. */
export interface Stored {
  readonly id: string;
  readonly object: string;
}

/** A kind of object; kinds of other domains are given by their field `object`. */
export type Kind<T extends Stored> = Resource<T> | string;

/** What rendering can see of the store. */
export interface View {
  readonly now: number;
  /** Returns an object by its ID; undefined if it does not exist or was deleted. */
  peek<T extends Stored>(kind: Kind<T>, id: string | null): T | undefined;
  /** Renders an object. */
  show(object: Stored): Json;
  /** Renders the list embedded in an object: its 10 newest items, their total count, and the URL of all. */
  sublist<T extends Stored>(kind: Kind<T>, by: Keys<T>, url: string): Json;
}

/** How a kind of object of the default version is rendered at the newest one. */
export interface Form {
  readonly kind: 'form';
  readonly object: string;
  show(object: Stored, view: View): object;
  /** Lists that are only rendered if they are expanded, by field. */
  readonly lists: Readonly<Record<string, (object: Stored, view: View) => Json>>;
}

/** Keys by the names of indexes, such as `{customer: 'cus_1'}`; undefined ones are ignored. */
export type Keys<_T extends Stored> = Readonly<Record<string, string | undefined>>;

/** One kind of object. */
export interface Resource<T extends Stored = Stored> {
  readonly kind: 'resource';
  /** The value of the field `object`. */
  readonly object: T['object'];
  /** Its name in errors: `No such customer: cus_1`. */
  readonly noun: string;
  /** The format of its IDs; undefined if callers choose them. */
  readonly id?: IdForm;
  /** Where its objects are stored. Kinds that share a list, such as cards and bank accounts, share a collection. */
  readonly collection: string;
  /**
   * The keys that its lists can be filtered by without reading every object; objects with a null key are not in that
   * index.
   */
  readonly indexes: Readonly<Record<string, KeyOf<T>>>;
  /** The fields with IDs that `expand` can replace, and the kind or kinds of the objects. */
  readonly expandable: Readonly<Record<string, string | readonly string[]>>;
  /** Whether the platform stores it; it is then rendered from there, also in events of the connected account. */
  readonly ofPlatform: boolean;
  /** Renders the object, its fields in Stripe's order. */
  render(object: T, view: View): Json;
  /** Whether Stripe introduced it after the default version: it is stored in its newest form. */
  readonly isOfToday: boolean;
  /** Returns an object of another kind in the collection as one of this kind. */
  seenAs?(object: Stored): Stored;
}

/** Declared as a method so that a resource of one kind is assignable to a resource of any kind. */
export type KeyOf<T> = { of(object: T): string | null }['of'];

/** The optional parts of a resource. */
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
