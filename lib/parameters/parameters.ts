/**
 * The functions that declare parameters. Each declaration provides the TypeScript type, the validation, the error
 * message, the JSON Schema and the documentation. This file has the composite kinds and re-exports the others.
 *
 * A parameter accepts what old callers send, such as numbers and booleans as strings, and returns what Stripe expects.
 * Coercion depends on the declared type alone. Values that do not match are rejected unchanged.
 */
import * as v from 'valibot';
import {
  dropEmpty,
  givenFields,
  hasAtMost,
  isDictionary,
  isHash,
  isMetadata,
  toList,
  toTexts,
} from './coercion.ts';
import {
  lazily,
  type Parameter,
  type ParameterOptions,
  type Parameters,
  unsettable,
  type Values,
} from './parameter.ts';

export * from './parameter.ts';
export * from './scalars.ts';

/** The maximum number of metadata keys of an object. A call may also remove as many as it sets. */
const MOST_KEYS = 50;

/** Key/value pairs that Stripe stores with an object. An empty value removes its key. */
export function metadata(
  description = 'Key/value pairs to store with the object. An empty value removes its key.',
): Parameter<Record<string, string> | ''> {
  const words = `at most ${MOST_KEYS} key/value pairs: keys of 1 to 40 characters without [ or ], values of at most 500 characters`;
  return unsettable({
    type: 'object',
    schema: lazily(() =>
      v.pipe(
        v.custom((value) => hasAtMost(2 * MOST_KEYS, value), words),
        v.transform(toTexts),
        v.custom<Record<string, string>>((value) => isMetadata(MOST_KEYS, value), words),
        v.record(v.string(), v.string(words), words),
      ),
    ),
    description,
    example: { order_id: '6735' },
  });
}

/** A dictionary of named fields. Unknown fields are rejected by name. */
export function object<const F extends Parameters>(
  fields: F,
  description: string,
  details: ParameterOptions = {},
): Parameter<Values<F>> {
  const schema = lazily(() => {
    const words = `an object with ${Object.keys(fields).join(', ')}`;
    const entries = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        field.required ? field.schema() : v.optional(field.schema()),
      ]),
    );
    return v.pipe(
      v.custom<Record<string, unknown>>(isDictionary, words),
      v.transform((value) => givenFields(fields, value)),
      v.strictObject(entries, words),
    ) as v.GenericSchema<unknown, Values<F>>;
  });
  return {
    type: 'object',
    schema,
    fields,
    description,
    example: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.example])),
    ...details,
  };
}

/** A dictionary whose keys the caller chooses, such as a SKU's attributes. Its values are strings. */
export function hash(
  description: string,
  { max = 1000, ...details }: { max?: number } & ParameterOptions = {},
): Parameter<Record<string, string>> {
  const words = `an object of at most ${max} keys whose values are strings`;
  return {
    type: 'object',
    schema: lazily(() =>
      v.pipe(
        v.custom((value) => hasAtMost(max, value), words),
        v.transform(toTexts),
        v.custom<Record<string, string>>(isHash, words),
        v.record(v.string(), v.string(words), words),
      ),
    ),
    description,
    example: { size: 'M' },
    ...details,
  };
}

/**
 * The default maximum length of a list. It is a limit of this project, because validating longer lists costs too much.
 */
const MOST_VALUES = 1000;

/**
 * A list of values of one kind. Empty fields of dictionaries in a list are dropped, because clients send them for
 * missing ones.
 */
export function list<T>(
  item: Parameter<T>,
  description: string,
  { max, ...details }: { max?: number } & ParameterOptions = {},
): Parameter<T[]> {
  const most = max ?? MOST_VALUES;
  const words = `a list of at most ${most} values`;
  return {
    type: 'array',
    schema: lazily(() =>
      v.pipe(
        // Check the length first, because validating each value takes time.
        v.custom((value) => (Array.isArray(value) ? value.length <= most : hasAtMost(most, value)), words),
        v.transform(toList),
        v.array(withoutEmpty(item).schema(), words),
        v.maxLength(most, words),
      ),
    ),
    item,
    maxItems: most,
    ...(max !== undefined && { bounds: `at most ${max} values` }),
    description,
    example: [item.example],
    ...details,
  };
}

function withoutEmpty<T>(item: Parameter<T>): Pick<Parameter<T>, 'schema'> {
  const { fields } = item;
  return fields === undefined
    ? item
    : {
        schema: () =>
          v.pipe(
            v.unknown(),
            v.transform((value) => dropEmpty(value, fields)),
            item.schema(),
          ),
      };
}

/** A value of one of two kinds, such as a token or a dictionary of card fields. */
export function either<A, B>(
  first: Parameter<A>,
  second: Parameter<B>,
  description: string,
  details: ParameterOptions = {},
): Parameter<A | B> {
  return {
    type:
      first.type === second.type ? first.type : second.type === 'object' ? 'string or object' : first.type,
    schema: lazily(() => v.union([first.schema(), second.schema()])),
    ...((first.format ?? second.format) && { format: 'unix-time' }),
    ...((first.fields ?? second.fields) && { fields: { ...first.fields, ...second.fields } }),
    description,
    example: first.example,
    ...details,
  };
}
