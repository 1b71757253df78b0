/** Undoes the changes of a request: each change records how to undo it. */
import { StripeError } from './errors.ts';

export class Journal {
  #undo: (() => void)[] | undefined;
  #afterwards: (() => void)[] = [];
  /** The objects as they were before the request, by ID. */
  readonly #before = new Map<string, unknown>();

  /** Records how to undo a change. Outside a request, nothing is recorded. */
  note(undo: () => void): void {
    this.#undo?.push(undo);
  }

  /** Runs something once the changes of the request are final. It does not run if they are undone. */
  afterwards(work: () => void): void {
    this.#afterwards.push(work);
  }

  /** Records an object that is about to change; only its first state counts. */
  keep(id: string, object: unknown): void {
    if (this.#undo !== undefined && !this.#before.has(id)) {
      this.#before.set(id, object);
    }
  }

  /** Returns an object as it was before the request changed it, if it did. */
  before(id: string): unknown {
    return this.#before.get(id);
  }

  /** Runs the work of a request. If it throws, its changes are undone, unless the error says to keep them. */
  atomically<T>(work: () => T): T {
    if (this.#undo !== undefined) {
      throw new Error('A request is being carried out already.');
    }
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StripeError && error.stands)) {
        for (const step of undo.reverse()) {
          step();
        }
        this.#afterwards = [];
      }
      throw error;
    } finally {
      this.#undo = undefined;
      this.#before.clear();
      for (const step of this.#afterwards.splice(0)) {
        step();
      }
    }
  }
}
