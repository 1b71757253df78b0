/** Publishes what happens in the accounts of a sandbox in real time. */

/** Something that happened in an account. */
export interface Message {
  readonly kind: 'request' | 'event' | 'delivery' | 'clock' | 'account';
  /** The ID of the account. */
  readonly account: string;
  /** The ID of its platform, or its own if it has none. */
  readonly platform: string;
  /** What the control routes return about it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The account that a message is about. */
interface Owner {
  readonly id: string;
  readonly platform?: Owner | undefined;
}

export class Feed {
  readonly #listeners = new Set<(message: Message) => void>();

  /** Sends a message to all listeners. */
  tell(kind: Message['kind'], { id, platform }: Owner, data: Message['data']): void {
    for (const listener of this.#listeners) {
      listener({ kind, account: id, platform: platform?.id ?? id, data });
    }
  }

  /** Adds a listener, and returns a function that removes it. */
  listen(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
