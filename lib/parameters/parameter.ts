/** What a parameter is, and what may be said of any, whatever its kind. */
import * as v from 'valibot';
import { nullToEmpty } from './coercion.ts';

/** A described value. `T` is the type that Stripe takes, after coercion. */
export interface Parameter<T = unknown> {
  /** What kind of JSON value Stripe takes; callers may also send scalars as strings. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'string or object';
  /** How a value is checked; made when it is first asked for (see {@link lazily}). */
  readonly schema: Schema<T>;
  /** What a number stands for: a moment, in Unix seconds. */
  readonly format?: 'unix-time';
  /** What a list holds. */
  readonly item?: Parameter;
  /** How many a list holds at most. */
  readonly maxItems?: number;
  /** The fields of a dictionary. */
  readonly fields?: Parameters;
  readonly description: string;
  readonly example: unknown;
  /** Stripe refuses the call without it. */
  readonly required?: boolean;
  /** Its value must never be shown: not in an error, a log or a store. */
  readonly secret?: boolean;
  /** An empty value reaches Stripe and unsets the field there. */
  readonly unsettable?: boolean;
  /** What Stripe assumes when it is left out. */
  readonly default?: unknown;
  /** What a value must keep to besides its type, in words. */
  readonly bounds?: string;
  /** The form of the text that is taken, where it is wider than that of the value made of it. */
  readonly textForm?: RegExp;
  /** The version of the API that brought it: older ones do not know it. Left out where all versions here do. */
  readonly since?: string;
  /** The version of the API that took it away: from then on it is not known. */
  readonly until?: string;
  /** The name of the parameter that this is another name of; a call gives only one of them. */
  readonly otherNameOf?: string;
}

/** Gives a schema. */
export type Schema<T> = () => v.GenericSchema<unknown, T>;

/** Puts off making a schema: a function knows hundreds of parameters, and a call brings a few of them. */
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

/** The types of a whole set of parameters: the required ones, and those that may be left out. */
export type Values<P extends Parameters> = {
  [K in keyof P as P[K] extends { required: true } ? K : never]: ValueOf<P[K]>;
} & {
  [K in keyof P as P[K] extends { required: true } ? never : K]?: ValueOf<P[K]>;
};

/** What may be said about any parameter, whatever its type. */
export interface ParameterOptions {
  example?: unknown;
  secret?: boolean;
  default?: unknown;
}

/** Marks a parameter that Stripe refuses to go without. */
export function required<P extends Parameter>(parameter: P): P & { readonly required: true } {
  return { ...parameter, required: true };
}

/** Marks a parameter that a version of the API brought, in place of another or with a new meaning. */
export function since<T>(version: string, parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, since: version };
}

/** Marks a parameter that a version of the API took away. */
export function until<T>(version: string, parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, until: version };
}

/** Marks a parameter that Stripe also takes under a newer name, and does the same with. */
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

/** The same parameter, described anew where its meaning differs. */
export function describe<P extends Parameter>(
  parameter: P,
  description: string,
  details: ParameterOptions = {},
): P {
  return { ...parameter, ...details, description };
}
