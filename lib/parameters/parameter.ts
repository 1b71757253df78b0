/** The type of a parameter, and the options that every kind of parameter has. */
import * as v from 'valibot';
import { nullToEmpty } from './coercion.ts';

/** The declaration of a parameter. `T` is the type that is sent to Stripe, after coercion. */
export interface Parameter<T = unknown> {
  /** The JSON type that Stripe expects. Callers may also send scalars as strings. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'string or object';
  /** The validation schema, created on first use (see {@link lazily}). */
  readonly schema: Schema<T>;
  /** The meaning of a number: a time in Unix seconds. */
  readonly format?: 'unix-time';
  /** The parameter that each item of a list must match. */
  readonly item?: Parameter;
  /** The maximum number of items in a list. */
  readonly maxItems?: number;
  /** The fields of a dictionary. */
  readonly fields?: Parameters;
  readonly description: string;
  readonly example: unknown;
  /** Stripe rejects the call if it is missing. */
  readonly required?: boolean;
  /** Its value must never appear in an error, a log or a store. */
  readonly secret?: boolean;
  /** An empty value is sent to Stripe, where it unsets the field. */
  readonly unsettable?: boolean;
  /** The value that Stripe uses if it is missing. */
  readonly default?: unknown;
  /** The limits of a valid value besides its type, in words. */
  readonly bounds?: string;
  /** The format of accepted text, if it is wider than that of the converted value. */
  readonly textForm?: RegExp;
  /** The API version that introduced it. Default: all supported versions have it. */
  readonly since?: string;
  /** The API version that removed it. */
  readonly until?: string;
  /** The name of the parameter that this one is an alias of. The two are mutually exclusive. */
  readonly otherNameOf?: string;
}

/** Creates a schema. */
export type Schema<T> = () => v.GenericSchema<unknown, T>;

/** Creates a schema on first use: a function declares hundreds of parameters, but a call uses only a few. */
export function lazily<T>(make: Schema<T>): Schema<T> {
  let made: v.GenericSchema<unknown, T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Parameters by Stripe's own names. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** The type of one parameter's value. */
export type ValueOf<P> = P extends Parameter<infer T> ? T : never;

/** The values of a set of parameters; only those of required parameters are mandatory. */
export type Values<P extends Parameters> = {
  [K in keyof P as P[K] extends { required: true } ? K : never]: ValueOf<P[K]>;
} & {
  [K in keyof P as P[K] extends { required: true } ? never : K]?: ValueOf<P[K]>;
};

/** Options of any parameter. */
export interface ParameterOptions {
  example?: unknown;
  secret?: boolean;
  default?: unknown;
}

/** Marks a parameter that Stripe requires. */
export function required<P extends Parameter>(parameter: P): P & { readonly required: true } {
  return { ...parameter, required: true };
}

/** Marks a parameter that an API version introduced, possibly to replace another one or to change its meaning. */
export function since<T>(version: string, parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, since: version };
}

/** Marks a parameter that an API version removed. */
export function until<T>(version: string, parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, until: version };
}

/** Marks a parameter as an alias of a newer one that Stripe treats the same way. */
export function otherNameOf<T>(name: string, parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, otherNameOf: name };
}

/** Marks a parameter whose empty value (`""`, or JSON `null`) unsets the field at Stripe. */
export function unsettable<T>(parameter: Parameter<T>): Parameter<T | ''> {
  const schema = lazily(() => {
    const given = parameter.schema();
    const emptyOr = v.union([v.literal('', 'an empty value'), given], given.type);
    return v.pipe(v.unknown(), v.transform(nullToEmpty), emptyOr);
  });
  return { ...parameter, schema, unsettable: true };
}

/** Marks a parameter whose value must never be shown. */
export function secret<P extends Parameter>(parameter: P): P {
  return { ...parameter, secret: true };
}

/** The same parameter with another description and other options. */
export function describe<P extends Parameter>(
  parameter: P,
  description: string,
  details: ParameterOptions = {},
): P {
  return { ...parameter, ...details, description };
}
