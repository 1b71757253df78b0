/** Tags for surfaces whose operations are grouped by Stripe's resources. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Tag } from './openapi-components.ts';

/** Returns the tag of an operation: its surface, and the resource at the start of its path. */
export function tagOf(group: string, { path }: Pick<Operation, 'path'>): string {
  return `${group}: ${resourceOf(path)}`;
}

/** Returns the tags of operations, in order. */
export function resourceTags(group: string, operations: readonly Operation[]): Tag[] {
  const resources = [...new Set(operations.map(({ path }) => resourceOf(path)))].sort();
  return resources.map((resource) => ({
    name: `${group}: ${resource}`,
    'x-displayName': resource,
    description: `${group} that call \`/v1/${resource.toLowerCase().replaceAll(' ', '_')}\` of Stripe’s API.`,
  }));
}

function resourceOf(path: string): string {
  const [, , resource = ''] = path.split('/');
  return resource[0]!.toUpperCase() + resource.slice(1).replaceAll('_', ' ');
}
