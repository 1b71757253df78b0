/** Everything that the domains define, by name. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Definitions } from './call.ts';
import type { DueTask, Implementation } from './define.ts';
import type { Provision } from './port.ts';
import type { Form, Resource } from './resource.ts';

export interface Registry extends Definitions {
  readonly implementations: ReadonlyMap<Operation, Implementation>;
  /** By name. */
  readonly tasks: ReadonlyMap<string, DueTask>;
}

/**
 * Collects what modules export; other exports are ignored.
 * @throws {Error} when one thing is defined twice
 */
export function registryOf(
  exported: readonly unknown[],
): Pick<Registry, 'resources' | 'forms' | 'implementations' | 'tasks' | 'provisions'> {
  const definitions = [...new Set(exported)];
  return {
    resources: byName(definitions.filter(isKind<Resource>('resource')), ({ object }) => object),
    forms: byName(definitions.filter(isKind<Form>('form')), ({ object }) => object),
    implementations: byName(
      definitions.filter(isKind<Implementation>('implementation')),
      ({ operation }) => operation,
    ),
    tasks: byName(definitions.filter(isKind<DueTask>('task')), ({ name }) => name),
    provisions: byName(definitions.filter(isKind<Provision>('provision')), ({ name }) => name),
  };
}

function byName<T, N>(definitions: readonly T[], nameOf: (definition: T) => N): Map<N, T> {
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

function isKind<T extends { readonly kind: string }>(kind: T['kind']) {
  return (value: unknown): value is T => (value as { kind?: unknown } | null)?.kind === kind;
}
