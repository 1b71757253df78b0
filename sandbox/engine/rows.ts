/** Rows in the order of creation, in chunks: adding, removing and finding stay cheap however many there are. */

/** A stored object and its position. */
export interface Row<T = unknown> {
  /** Counts the objects of an account, so that two created in the same second keep their order. */
  readonly sequence: number;
  /** The creation time in Unix seconds; never less than that of a row with a lower sequence. */
  readonly at: number;
  object: T;
}

/** A range of sequences, from `from` (included) to `to` (excluded). */
export interface Span {
  readonly from?: number;
  readonly to?: number;
}

const CHUNK = 512;

export class Rows<T = unknown> {
  readonly #chunks: Row<T>[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Inserts a row in its position, nearly always at the end. */
  add(row: Row<T>): void {
    this.#size += 1;
    const last = this.#chunks.at(-1);
    if (last === undefined) {
      this.#chunks.push([row]);
      return;
    }
    if (row.sequence > last.at(-1)!.sequence) {
      if (last.length < CHUNK) {
        last.push(row);
      } else {
        this.#chunks.push([row]);
      }
      return;
    }
    const [chunk, index] = this.#place((other) => other.sequence >= row.sequence);
    const rows = this.#chunks[chunk]!;
    rows.splice(index, 0, row);
    if (rows.length > 2 * CHUNK) {
      this.#chunks.splice(chunk + 1, 0, rows.splice(CHUNK));
    }
  }

  remove(row: Row<T>): void {
    const [chunk, index] = this.#place((other) => other.sequence >= row.sequence);
    const rows = this.#chunks[chunk];
    if (rows?.[index] !== row) {
      return;
    }
    this.#size -= 1;
    rows.splice(index, 1);
    if (rows.length === 0) {
      this.#chunks.splice(chunk, 1);
    }
  }

  /** Returns the sequence of the first row created at a time or later; Infinity if there is none. */
  sequenceAt(moment: number): number {
    const [chunk, index] = this.#place((row) => row.at >= moment);
    return this.#chunks[chunk]?.[index]?.sequence ?? Infinity;
  }

  *oldestFirst({ from = 0, to = Infinity }: Span = {}): Generator<T> {
    let [chunk, index] = this.#place((row) => row.sequence >= from);
    for (; chunk < this.#chunks.length; chunk += 1, index = 0) {
      for (const row of this.#chunks[chunk]!.slice(index)) {
        if (row.sequence >= to) {
          return;
        }
        yield row.object;
      }
    }
  }

  *newestFirst({ from = 0, to = Infinity }: Span = {}): Generator<T> {
    let [chunk, index] = this.#place((row) => row.sequence >= to);
    for (; chunk >= 0; chunk -= 1, index = Infinity) {
      for (const row of (this.#chunks[chunk] ?? []).slice(0, index).reverse()) {
        if (row.sequence < from) {
          return;
        }
        yield row.object;
      }
    }
  }

  /** Returns the position of the first row for which `reached` holds; it must hold for all rows after it. */
  #place(reached: (row: Row<T>) => boolean): [chunk: number, index: number] {
    const chunk = firstIndex(this.#chunks, (rows) => reached(rows.at(-1)!));
    return [chunk, firstIndex(this.#chunks[chunk] ?? [], reached)];
  }
}

function firstIndex<T>(items: readonly T[], reached: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(items[middle]!)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
