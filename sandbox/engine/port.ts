/** Ports: how a module has something done by one that it must not know. */

/**
 * Something that one module needs and another one does, where the first must not know the second: the first declares
 * the port and calls it by `call.use(port)`, the second provides it.
 */
export interface Port<T extends object> {
  readonly kind: 'port';
  readonly name: string;
  /** Only for the type. */
  readonly methods?: T;
}

/** What does that for which there is a port. */
export interface Provision {
  readonly kind: 'provision';
  readonly name: string;
  readonly methods: object;
}

/** Declares a port. */
export function port<T extends object>(name: string): Port<T> {
  return { kind: 'port', name };
}

/** Provides a port; like resources and implementations it is found by being exported. */
export function provide<T extends object>({ name }: Port<T>, methods: T): Provision {
  return { kind: 'provision', name, methods };
}
