/** The parameters of a request as they may be shown: what their declarations call secret is masked. */
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameter, Parameters } from '#lib/parameters/parameters.ts';
import { maskForms } from '#lib/parameters/secret-forms.ts';
import type { Json } from '#sandbox/engine/resource.ts';

/** Longer texts are cut. */
const LONGEST_TEXT = 500;
/** Of longer lists and dictionaries the rest is left out. */
const MOST_ENTRIES = 100;

const MASK = '…';

/** Every parameter that an operation takes at some version. */
const declaredBy = ({ parameters, additions }: Operation): Parameters => ({
  ...parameters,
  ...additions,
  expand: SHOWN,
  include: SHOWN,
});

/** What is declared nowhere, and holds no secret. */
const SHOWN = { secret: false } as Parameter;

/**
 * Masks what is secret, and the values of parameters that the operation does not have: nobody can say what they hold. Of a
 * secret text its prefix stays (`tok_…`), of a secret dictionary its names.
 */
export function maskParameters(operation: Operation | undefined, given: Json): Json {
  const declared = operation === undefined ? {} : declaredBy(operation);
  return mapped(given, (name, value) => shownBy(declared[name], value));
}

/** The path of a request, in which parameters may be secret too. */
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

/** A secret without what makes it one: `tok_…`. */
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
