/** `expand[]`: ids in a reply become the objects they stand for. */
import type { Call } from './call.ts';
import type { Json } from './define.ts';
import { invalidRequest } from './errors.ts';
import type { Registry } from './registry.ts';

const MAX_DEPTH = 4;

/** Expands every path in a reply, which is changed in place. Paths into a list begin with `data.` */
export function expand(call: Call, registry: Registry, reply: Json, paths: readonly string[]): void {
  for (const path of paths) {
    const fields = path.split('.');
    const levels = fields.filter((field) => field !== 'data').length;
    if (levels > MAX_DEPTH) {
      throw invalidRequest(`You cannot expand more than ${MAX_DEPTH} levels of a property (${path}).`, {
        param: 'expand',
      });
    }
    if (!expandField({ call, registry, path }, reply, fields)) {
      throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
    }
  }
}

interface Expansion {
  readonly call: Call;
  readonly registry: Registry;
  readonly path: string;
}

/** Follows one path into a node. False when a field on it is neither an id that can be expanded nor an object. */
function expandField(expansion: Expansion, node: Json, [field, ...rest]: string[]): boolean {
  if (field === undefined) {
    return true;
  }
  if (node['object'] === 'list') {
    const { data } = node as { data: Json[] };
    return field === 'data' && rest.length > 0 && data.every((item) => expandField(expansion, item, rest));
  }
  const kinds = kindsOf(expansion.registry, node, field);
  const value = node[field];
  if (typeof value === 'string' && kinds.length > 0) {
    const object = lookUp(expansion, kinds, value);
    if (object === undefined) {
      return true;
    }
    node[field] = object;
    return expandField(expansion, object, rest);
  }
  if (value === null || value === undefined) {
    return kinds.length > 0;
  }
  if (typeof value !== 'object' || (rest.length === 0 && kinds.length === 0 && !isList(value))) {
    return false;
  }
  return Array.isArray(value)
    ? value.every((item: Json) => expandField(expansion, item, rest))
    : expandField(expansion, value as Json, rest);
}

function kindsOf(registry: Registry, node: Json, field: string): readonly string[] {
  const expandable = registry.resources.get(String(node['object']))?.expandable ?? {};
  const kinds = Object.hasOwn(expandable, field) ? expandable[field]! : [];
  return typeof kinds === 'string' ? [kinds] : kinds;
}

/** The object with an id; a deleted one is shown as deleted. Kinds that the sandbox does not have are not found. */
function lookUp({ call, registry }: Expansion, kinds: readonly string[], id: string): Json | undefined {
  const resources = kinds.map((kind) => registry.resources.get(kind)).filter((one) => one !== undefined);
  for (const relative of call.relatives(id)) {
    for (const resource of resources) {
      const object = relative.peek(resource, id);
      if (object !== undefined) {
        return relative.show(object);
      }
      if (relative.wasDeleted(resource, id)) {
        return { deleted: true, id };
      }
    }
  }
  return undefined;
}

function isList(value: object): boolean {
  return (value as Json)['object'] === 'list';
}
