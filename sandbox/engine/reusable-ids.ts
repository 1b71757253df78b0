/** Plans and coupons have IDs chosen by their owners, who may delete one and create another with the same ID. */
import type { Resource, Stored, View } from './resource.ts';

/** An object whose ID can be reused. */
export interface Reusable extends Stored {
  /** Distinguishes objects that had the same ID one after the other. */
  readonly generation: string;
}

/**
 * Returns the current state of an object that was referred to; if it has been deleted since, its last known state.
 */
export function latest<T extends Reusable>(view: View, resource: Resource<T>, kept: T): T {
  const current = view.peek(resource, kept.id);
  return current?.generation === kept.generation ? current : kept;
}
