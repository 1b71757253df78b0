/** Keeps the latest items, up to a fixed number. A new item replaces the oldest one when it is full. */
export class Ring<T> implements Iterable<T> {
  readonly #size: number;
  readonly #items: T[] = [];
  /** The index of the oldest item once the ring is full. */
  #start = 0;

  constructor(size: number) {
    this.#size = size;
  }

  get length(): number {
    return this.#items.length;
  }

  add(item: T): void {
    if (this.#items.length < this.#size) {
      this.#items.push(item);
      return;
    }
    this.#items[this.#start] = item;
    this.#start = (this.#start + 1) % this.#size;
  }

  /** Iterates over the items, newest first. */
  *[Symbol.iterator](): Generator<T> {
    const { length } = this.#items;
    for (let back = 1; back <= length; back += 1) {
      yield this.#items[(this.#start + length - back) % length]!;
    }
  }
}
