/** The objects of one account, by kind: found by ID, and by index in the order of creation. */
import type { Journal } from './journal.ts';
import type { Resource, Stored } from './resource.ts';
import { type Row, Rows } from './rows.ts';

interface Collection {
  readonly byId: Map<string, Row<Stored>>;
  readonly all: Rows<Stored>;
  /** By the name of the index and its key. */
  readonly indexes: Map<string, Map<string, Rows<Stored>>>;
  readonly deleted: Set<string>;
}

const NONE = new Rows<never>();

/** The objects of an account in a snapshot. */
export interface SavedStore {
  readonly sequence: number;
  readonly latest: number;
  readonly rows: readonly Row<Stored>[];
  /** The IDs of deleted objects, by collection. */
  readonly deleted: Readonly<Record<string, readonly string[]>>;
}

export class Store {
  readonly #journal: Journal;
  readonly #collections = new Map<string, Collection>();
  #sequence = 0;
  #latest = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** When the newest object was created, in Unix seconds. */
  get latest(): number {
    return this.#latest;
  }

  /** Adds an object, created at a time not before that of the last one. */
  insert<T extends Stored>(resource: Resource<T>, object: T, at: number): T {
    const collection = this.#collection(resource);
    if (collection.byId.has(object.id)) {
      throw new Error(`There is a ${resource.object} ${object.id} already.`);
    }
    this.#sequence += 1;
    this.#latest = Math.max(this.#latest, at);
    const row: Row<Stored> = { sequence: this.#sequence, at, object };
    const wasDeleted = collection.deleted.delete(object.id);
    this.#add(resource, collection, row);
    this.#journal.note(() => {
      this.#drop(resource, collection, row);
      if (wasDeleted) {
        collection.deleted.add(object.id);
      }
    });
    return object;
  }

  /** Replaces the object with the same ID. */
  replace<T extends Stored>(resource: Resource<T>, object: T): T {
    const row = this.row(resource, object.id);
    if (row === undefined) {
      throw new Error(`There is no ${resource.object} ${object.id}.`);
    }
    const before = row.object;
    this.#journal.keep(object.id, before);
    this.#set(resource, row, object);
    this.#journal.note(() => this.#set(resource, row, before));
    return object;
  }

  /** Deletes an object and remembers that it existed. */
  remove<T extends Stored>(resource: Resource<T>, object: T): void {
    if (this.forget(resource, object)) {
      const { deleted } = this.#collection(resource);
      deleted.add(object.id);
      this.#journal.note(() => deleted.delete(object.id));
    }
  }

  /** Deletes an object as if it had never existed. Returns whether it existed. */
  forget<T extends Stored>(resource: Resource<T>, { id }: T): boolean {
    const collection = this.#collection(resource);
    const row = collection.byId.get(id);
    if (row === undefined) {
      return false;
    }
    this.#drop(resource, collection, row);
    this.#journal.note(() => this.#add(resource, collection, row));
    return true;
  }

  get<T extends Stored>(resource: Resource<T>, id: string): T | undefined {
    return this.row(resource, id)?.object;
  }

  row<T extends Stored>(resource: Resource<T>, id: string): Row<T> | undefined {
    return this.#collection(resource).byId.get(id) as Row<T> | undefined;
  }

  wasDeleted<T extends Stored>(resource: Resource<T>, id: string): boolean {
    return this.#collection(resource).deleted.has(id);
  }

  /** Returns all objects of a kind, or those with a key in one of its indexes. */
  rows<T extends Stored>(resource: Resource<T>, index?: string, key?: string): Rows<T> {
    const collection = this.#collection(resource);
    if (index === undefined || key === undefined) {
      return collection.all as Rows<unknown> as Rows<T>;
    }
    return (collection.indexes.get(index)?.get(key) ?? NONE) as Rows<unknown> as Rows<T>;
  }

  save(): SavedStore {
    const collections = [...this.#collections];
    return {
      sequence: this.#sequence,
      latest: this.#latest,
      rows: collections.flatMap(([, { byId }]) => [...byId.values()]).sort((a, b) => a.sequence - b.sequence),
      deleted: Object.fromEntries(collections.map(([name, { deleted }]) => [name, [...deleted]])),
    };
  }

  /** Restores a snapshot; objects of kinds that no longer exist are skipped. */
  restore({ sequence, latest, rows, deleted }: SavedStore, resources: ReadonlyMap<string, Resource>): void {
    for (const row of rows) {
      const resource = resources.get(row.object.object);
      if (resource !== undefined) {
        this.#add(resource, this.#collection(resource), row);
      }
    }
    for (const resource of resources.values()) {
      for (const id of deleted[resource.collection] ?? []) {
        this.#collection(resource).deleted.add(id);
      }
    }
    this.#sequence = sequence;
    this.#latest = latest;
  }

  #collection({ collection: name }: Resource): Collection {
    let collection = this.#collections.get(name);
    if (collection === undefined) {
      collection = {
        byId: new Map(),
        all: new Rows(),
        indexes: new Map(),
        deleted: new Set(),
      };
      this.#collections.set(name, collection);
    }
    return collection;
  }

  #add(resource: Resource, collection: Collection, row: Row<Stored>): void {
    collection.byId.set(row.object.id, row);
    collection.all.add(row);
    for (const [name, keyOf] of Object.entries(resource.indexes)) {
      enter(indexOf(collection, name), keyOf(row.object), row);
    }
  }

  #drop(resource: Resource, collection: Collection, row: Row<Stored>): void {
    collection.byId.delete(row.object.id);
    collection.all.remove(row);
    for (const [name, keyOf] of Object.entries(resource.indexes)) {
      leave(indexOf(collection, name), keyOf(row.object), row);
    }
  }

  #set(resource: Resource, row: Row<Stored>, object: Stored): void {
    const collection = this.#collection(resource);
    for (const [name, keyOf] of Object.entries(resource.indexes)) {
      const [before, after] = [keyOf(row.object), keyOf(object)];
      if (before !== after) {
        leave(indexOf(collection, name), before, row);
        enter(indexOf(collection, name), after, row);
      }
    }
    row.object = object;
  }
}

/** Returns an index of a collection; kinds that share the collection may have different indexes. */
function indexOf({ indexes }: Collection, name: string): Map<string, Rows<Stored>> {
  const index = indexes.get(name) ?? new Map<string, Rows<Stored>>();
  indexes.set(name, index);
  return index;
}

function enter(index: Map<string, Rows<Stored>>, key: string | null, row: Row<Stored>): void {
  if (key === null) {
    return;
  }
  let rows = index.get(key);
  if (rows === undefined) {
    rows = new Rows();
    index.set(key, rows);
  }
  rows.add(row);
}

function leave(index: Map<string, Rows<Stored>>, key: string | null, row: Row<Stored>): void {
  if (key === null) {
    return;
  }
  const rows = index.get(key);
  rows?.remove(row);
  if (rows?.size === 0) {
    index.delete(key);
  }
}
