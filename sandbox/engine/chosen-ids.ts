/** IDs that are chosen in advance for the next objects of an account, where others would be random. */

/** Chosen IDs, by the kind of object. Each is used once. */
export class ChosenIds {
  #ids = new Map<string, string>();

  /**
   * Runs some work whose new objects get these IDs: the first one of each kind.
   * @param ids by the field `object`
   * @throws {Error} when no object of a kind was created
   */
  use(ids: Readonly<Record<string, string>>, work: () => void): void {
    this.#ids = new Map(Object.entries(ids));
    try {
      work();
      if (this.#ids.size > 0) {
        throw new Error(`No ${[...this.#ids.keys()].join(', no ')} was created.`);
      }
    } finally {
      this.#ids = new Map();
    }
  }

  /** Returns the chosen ID for a new object, if there is one. */
  take(object: string): string | undefined {
    const id = this.#ids.get(object);
    this.#ids.delete(object);
    return id;
  }
}
