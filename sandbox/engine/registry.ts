/**
 * What the sandbox can do, found by reading folders: the operations of `lib/operations`, the modules of the domains, the
 * forms of `versions/today`, the gates of `versions`.
 */
import type { Operation } from '#lib/operations/operation.ts';
import type { Router } from '#sandbox/server/route.ts';
import type { Versions } from '#sandbox/versions/index.ts';
import type { DueTask, Form, Implementation, Provision } from './define.ts';
import type { Resource } from './resource.ts';

export interface Registry {
  /** By what their objects say in `object`. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** How objects of the default version are shown at the newest one, by what they say in `object`. */
  readonly forms: ReadonlyMap<string, Form>;
  readonly implementations: ReadonlyMap<Operation, Implementation>;
  /** By name. */
  readonly tasks: ReadonlyMap<string, DueTask>;
  /** By the names of their ports. */
  readonly provisions: ReadonlyMap<string, Provision>;
  /** Every operation of the catalogue, also those without behaviour. */
  readonly operations: readonly Operation[];
  readonly router: Router;
  readonly versions: Versions;
}

export function byName<T, N>(definitions: readonly T[], nameOf: (definition: T) => N): Map<N, T> {
  const named = new Map<N, T>();
  for (const definition of definitions) {
    const name = nameOf(definition);
    if (named.has(name)) {
      throw new Error(`The sandbox defines ${JSON.stringify(name)} twice.`);
    }
    named.set(name, definition);
  }
  return named;
}

export function isKind<T extends { readonly kind: string }>(kind: T['kind']) {
  return (value: unknown): value is T => (value as { kind?: unknown } | null)?.kind === kind;
}
