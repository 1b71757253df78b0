/** Expands IDs in a response to the objects that they refer to, as `expand[]` asks for. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest, type StripeError } from '#sandbox/engine/errors.ts';
import type { Registry } from '#sandbox/engine/registry.ts';
import type { Json } from '#sandbox/engine/resource.ts';

const MAX_DEPTH = 4;

/**
 * Returns a copy of the response with every path expanded. The response itself may be stored, so it is not changed.
 * Paths into a list start with `data.`
 * @throws {StripeError} 400 if a path is too deep, or contains a field that does not hold an ID
 */
export function expand(call: Call, registry: Registry, reply: Json, paths: readonly string[]): Json {
  return paths.reduce((current, path) => {
    const fields = path.split('.');
    const levels = fields.filter((field) => field !== 'data').length;
    if (levels > MAX_DEPTH) {
      throw invalidRequest(`You cannot expand more than ${MAX_DEPTH} levels of a property (${path}).`, {
        param: 'expand',
      });
    }
    return expanded({ call, registry, path }, current, fields);
  }, reply);
}

interface Expansion {
  readonly call: Call;
  readonly registry: Registry;
  readonly path: string;
}

/** Follows one path into a node. */
function expanded(expansion: Expansion, given: Json, [field, ...rest]: string[]): Json {
  if (field === undefined) {
    return given;
  }
  const node = withList(expansion, given, field);
  if (node['object'] === 'list') {
    if (field !== 'data' || rest.length === 0) {
      throw notExpandable(expansion);
    }
    return { ...node, data: (node['data'] as Json[]).map((item) => expanded(expansion, item, rest)) };
  }
  const kinds = kindsOf(expansion.registry, node, field);
  const value = node[field];
  if (typeof value === 'string' && kinds.length > 0) {
    const object = lookUp(expansion, kinds, value);
    return object === undefined ? node : { ...node, [field]: expanded(expansion, object, rest) };
  }
  if ((value === null || value === undefined) && kinds.length > 0) {
    return node;
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    (rest.length === 0 && kinds.length === 0 && !isList(value))
  ) {
    throw notExpandable(expansion);
  }
  const inner = Array.isArray(value)
    ? value.map((item: Json) => expanded(expansion, item, rest))
    : expanded(expansion, value as Json, rest);
  return { ...node, [field]: inner };
}

/** An object with a list that its form of today only has if it is expanded. */
function withList({ call, registry }: Expansion, node: Json, field: string): Json {
  const object = String(node['object']);
  const lists = registry.forms.get(object)?.lists ?? {};
  if (!call.isLater || Object.hasOwn(node, field) || !Object.hasOwn(lists, field)) {
    return node;
  }
  const resource = registry.resources.get(object);
  const stored = resource && call.peek(resource, String(node['id']));
  return stored === undefined ? node : { ...node, [field]: lists[field]!(stored, call) };
}

function notExpandable({ path }: Expansion): StripeError {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
}

function kindsOf(registry: Registry, node: Json, field: string): readonly string[] {
  const expandable = registry.resources.get(String(node['object']))?.expandable ?? {};
  const kinds = Object.hasOwn(expandable, field) ? expandable[field]! : [];
  return typeof kinds === 'string' ? [kinds] : kinds;
}

/**
 * Returns the object with an ID; deleted objects appear as deleted. Objects of kinds that the sandbox does not
 * implement are not found.
 */
function lookUp({ call, registry }: Expansion, kinds: readonly string[], id: string): Json | undefined {
  const resources = kinds.map((kind) => registry.resources.get(kind)).filter((one) => one !== undefined);
  for (const relative of call.platformAndSelf(id)) {
    for (const resource of resources) {
      const object = relative.peek(resource, id);
      if (object !== undefined) {
        return relative.show(resource.seenAs?.(object) ?? object);
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
