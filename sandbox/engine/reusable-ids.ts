/** Plans and coupons are named by their owners, who may delete one and make another by the same name. */
import type { Resource, Stored, View } from './resource.ts';

/** What has a name that can be used again. */
export interface Reusable extends Stored {
  /** Tells apart those that had the same id, one after the other. */
  readonly generation: string;
}

/** As it is now what was once referred to; as it was then, if it has been deleted since. */
export function latest<T extends Reusable>(view: View, resource: Resource<T>, kept: T): T {
  const current = view.peek(resource, kept.id);
  return current?.generation === kept.generation ? current : kept;
}
