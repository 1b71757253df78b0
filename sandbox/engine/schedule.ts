/** Scheduled tasks, as data: a heap ordered by time, then by when they were scheduled. */
import type { Journal } from './journal.ts';

/** A scheduled task. */
export interface Task {
  /** The time, in Unix seconds. */
  readonly at: number;
  /** The name under which a domain declared the task. */
  readonly kind: string;
  /** The ID that it was scheduled with. */
  readonly id: string;
}

type Entry<T> = T & { readonly sequence: number; cancelled: boolean };

export class Schedule<T extends Task = Task> {
  readonly #journal: Journal;
  readonly #heap: Entry<T>[] = [];
  #sequence = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  add(task: T): void {
    this.#sequence += 1;
    const entry: Entry<T> = { ...task, sequence: this.#sequence, cancelled: false };
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    this.#journal.note(() => {
      entry.cancelled = true;
    });
  }

  /** Returns when the next task is due, or Infinity if there is none. */
  get next(): number {
    while (this.#heap[0]?.cancelled) {
      this.#take();
    }
    return this.#heap[0]?.at ?? Infinity;
  }

  /** Removes and returns the next task if it is due at a time. */
  takeDue(by: number): T | undefined {
    return this.next <= by ? this.#take() : undefined;
  }

  /** Returns all scheduled tasks in order. */
  save(): T[] {
    return this.#heap
      .filter(({ cancelled }) => !cancelled)
      .sort((a, b) => (isEarlier(a, b) ? -1 : 1))
      .map(({ sequence: _, cancelled: __, ...task }) => task as unknown as T);
  }

  #take(): Entry<T> | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfEarlier(index, parent)) {
        return;
      }
      index = parent;
    }
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const earlier = right < this.#heap.length && isEarlier(this.#heap[right]!, this.#heap[left]!);
      const child = earlier ? right : left;
      if (child >= this.#heap.length || !this.#swapIfEarlier(child, index)) {
        return;
      }
      index = child;
    }
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    const [lower, upper] = [this.#heap[child]!, this.#heap[parent]!];
    if (!isEarlier(lower, upper)) {
      return false;
    }
    this.#heap[child] = upper;
    this.#heap[parent] = lower;
    return true;
  }
}

function isEarlier(a: Entry<Task>, b: Entry<Task>): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
