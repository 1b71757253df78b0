/** Masks secrets in the parameters of a request. The declarations of the parameters say which ones are secret. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { maskForms } from '#lib/parameters/secret-forms.ts';
import type { Json } from '#sandbox/engine/resource.ts';

/** Longer strings are truncated. */
const LONGEST_TEXT = 500;
/** Lists and dictionaries are truncated to this many entries. */
const MOST_ENTRIES = 100;

const MASK = '…';

/** Returns the parameters that an operation has in any API version. */
const declaredBy = ({ parameters, additions }: Operation): Parameters => ({
  ...parameters,
  ...additions,
  expand: SHOWN,
  include: SHOWN,
});

/** Stands for parameters that no operation declares and that are not secret. */
const SHOWN = { secret: false } as Parameter;

/**
 * Masks secret values, and values of undeclared parameters. Secret strings keep their prefix (`tok_…`), and secret
 * dictionaries their keys.
 */
export function maskParameters(operation: Operation | undefined, given: Json): Json {
  const declared = operation === undefined ? {} : declaredBy(operation);
  return mapped(given, (name, value) => shownBy(declared[name], value));
}

/** Masks secret path parameters. */
export function maskPath(operation: Operation | undefined, path: string): string {
  if (operation === undefined) {
    return maskForms(path);
  }
  const given = path.split('/');
  const masked = operation.path.split('/').map((segment, index) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    const value = given[index] ?? '';
    return name !== undefined && operation.parameters[name]?.secret ? hidden(value) : maskForms(value);
  });
  return masked.join('/');
}

function shownBy(parameter: Parameter | undefined, value: unknown): unknown {
  if (parameter === undefined || parameter.secret) {
    return hiddenIn(value);
  }
  const { fields, item } = parameter;
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ENTRIES).map((one) => shownBy(item ?? parameter, one));
  }
  if (isDictionary(value)) {
    return mapped(value, (name, inner) => shownBy(fields === undefined ? SHOWN : fields[name], inner));
  }
  return typeof value === 'string' ? maskForms(value.slice(0, LONGEST_TEXT)) : value;
}

function hiddenIn(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ENTRIES).map(hiddenIn);
  }
  return isDictionary(value) ? mapped(value, (_, inner) => hiddenIn(inner)) : hidden(String(value));
}

/** Returns the prefix of a secret: `tok_…`. */
function hidden(text: string): string {
  return `${/^[a-z]+_/.exec(text)?.[0] ?? ''}${MASK}`;
}

function mapped(values: Json, change: (name: string, value: unknown) => unknown): Json {
  const entries = Object.entries(values).slice(0, MOST_ENTRIES);
  return Object.fromEntries(
    entries.map(([name, value]) => [maskForms(name.slice(0, LONGEST_TEXT)), change(name, value)]),
  );
}

function isDictionary(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
