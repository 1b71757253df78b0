/** Formats results for models: compact, without secrets, and without text that people cannot see. */
import { isObject, type JsonObject } from '#lib/http/json-object.ts';
import { maskForms } from '#lib/parameters/secret-forms.ts';

/** Fields that grant access, or that reveal whether two numbers are the same. */
const HIDDEN = /^(client_secret|secret|keys|fingerprint|dynamic_last4|account_number)$/;

/**
 * Characters that are invisible or change the order of text, which could hide instructions for a model: controls,
 * format characters including tags, line separators, private use, variation selectors, and fillers.
 */
const INVISIBLE =
  /[\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Variation_Selector}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0|[^\P{Cc}\t\n]/gu;

/** Returns a text as people see it, without secret keys and card numbers. */
export function visible(text: string): string {
  return maskForms(text.toWellFormed().replace(INVISIBLE, ''));
}

/** The maximum depth of a result. */
const DEEPEST = 20;

/** Removes secrets, nulls, empty objects and empty lists from a result. */
export function compact(body: JsonObject): JsonObject {
  return (shrink(body, 0) as JsonObject | undefined) ?? {};
}

function shrink(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return visible(value);
  }
  if (Array.isArray(value)) {
    return value.length === 0 || depth > DEEPEST
      ? undefined
      : value.map((item) => shrink(item, depth + 1) ?? {});
  }
  if (!isObject(value)) {
    return value ?? undefined;
  }
  if (value['object'] === 'list' && Array.isArray(value['data'])) {
    return shrinkList(value, depth);
  }
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const shown = HIDDEN.test(name) || depth > DEEPEST ? undefined : shrink(inner, depth + 1);
    return shown === undefined ? [] : [[visible(name), shown]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Shortens a list in an object to its items and whether there are more; undefined if it is empty. */
function shrinkList({ data, has_more }: JsonObject, depth: number): JsonObject | undefined {
  const items = shrink(data, depth);
  return items === undefined ? undefined : { data: items, ...(has_more === true && { has_more }) };
}

/** Returns the requested fields of an object, plus `id` and `object`. Paths are separated by dots. */
export function pick(body: JsonObject, paths: readonly string[]): JsonObject {
  return select(body, [['id'], ['object'], ...paths.map((path) => path.split('.'))]) as JsonObject;
}

function select(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => select(item, paths));
  }
  if (!isObject(value) || paths.some(({ length }) => length === 0)) {
    return value;
  }
  const byName = Map.groupBy(paths, ([name]) => name!);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const rest = byName.get(name)?.map((path) => path.slice(1));
      return rest === undefined ? [] : [[name, select(inner, rest)]];
    }),
  );
}

/** Returns a page of a list: its objects, whether there are more, and how to request them. */
export function pageOf(body: JsonObject, paths: readonly string[] | undefined): JsonObject {
  const data = (Array.isArray(body['data']) ? body['data'] : []).filter(isObject);
  const shown = data.map((item) => (paths === undefined ? compact(item) : pick(compact(item), paths)));
  const hasMore = body['has_more'] === true;
  const last = data.at(-1)?.['id'];
  return {
    data: shown,
    has_more: hasMore,
    ...(hasMore && last !== undefined && { next_cursor: last }),
  };
}
