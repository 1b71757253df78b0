/** The last few of many: when it is full, the oldest one makes room, so it never holds more than it was made for. */
export class Ring<T> implements Iterable<T> {
  readonly #size: number;
  readonly #items: T[] = [];
  /** Where the oldest one is, once it is full. */
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

  /** Newest first. */
  *[Symbol.iterator](): Generator<T> {
    const { length } = this.#items;
    for (let back = 1; back <= length; back += 1) {
      yield this.#items[(this.#start + length - back) % length]!;
    }
  }
}
