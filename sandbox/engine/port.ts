/** Ports: how a module uses another one that it must not import. */

/**
 * A function that one module needs and another one provides: the first declares the port and calls it by
 * `call.use(port)`; the second provides it.
 */
export interface Port<T extends object> {
  readonly kind: 'port';
  readonly name: string;
  /** Only for the type. */
  readonly methods?: T;
}

/** The provider of a port. */
export interface Provision {
  readonly kind: 'provision';
  readonly name: string;
  readonly methods: object;
}

/** Declares a port. */
export function port<T extends object>(name: string): Port<T> {
  return { kind: 'port', name };
}

/** Provides a port. Like resources and implementations, it is found because it is exported. */
export function provide<T extends object>({ name }: Port<T>, methods: T): Provision {
  return { kind: 'provision', name, methods };
}
