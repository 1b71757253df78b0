/** Tells whoever listens what happens on the accounts of a sandbox, as it happens. */

/** What happened, and on which account. */
export interface Message {
  readonly kind: 'request' | 'event' | 'delivery' | 'clock' | 'account';
  /** The id of the account. */
  readonly account: string;
  /** The id of the account that it is connected to, or its own. */
  readonly platform: string;
  /** What the routes under `/_sandbox` show of it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whose message it is. */
interface Owner {
  readonly id: string;
  readonly platform?: Owner | undefined;
}

export class Feed {
  readonly #listeners = new Set<(message: Message) => void>();

  /** Passes a message on to all listeners. */
  tell(kind: Message['kind'], { id, platform }: Owner, data: Message['data']): void {
    for (const listener of this.#listeners) {
      listener({ kind, account: id, platform: platform?.id ?? id, data });
    }
  }

  /** Listens until the function that it gives is called. */
  listen(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
