/** The type of an operation: one call of Stripe's API, declared as data. */
import type { Parameter, Parameters, Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** No parameters. */
export type None = Readonly<Record<never, never>>;

/** One call of Stripe's API. */
export interface Operation<P extends Parameters = Parameters, A extends Parameters = None> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The path, with the names of parameters in braces: `/v1/charges/{charge}/capture`. */
  readonly path: string;
  readonly parameters: P;
  /**
   * Parameters that Stripe added after {@link DESCRIBED_VERSION} and accepts at every version. Only calls that the
   * project makes itself send them; no surface offers or documents them. They may redefine parameters in `parameters`.
   */
  readonly additions?: A;
  /** The API version that the declaration describes, if it is newer than {@link DESCRIBED_VERSION}. */
  readonly version?: string;
  /** What the call does, in one sentence. */
  readonly description: string;
  /** The `object` of the response, e.g. `charge`; `list` calls return a list of it. */
  readonly returns: string;
  readonly list: boolean;
  /** The replacement that Stripe offered before 2016-07-06; the old path still works. */
  readonly deprecated?: string;
  /** When Stripe closed the resource to new accounts, and what replaced it. */
  readonly retired?: string;
  /** The API policy without which Stripe rejects every call; named in `explanations.ts`. */
  readonly policy?: 'accounts_v1';
  /** The operation that this one is another URL of. */
  readonly aliasOf?: Operation;
  /** Uploads have their own host. */
  readonly host?: 'files';
  /** For a DELETE that returns the object instead of `{deleted: true}`: fields that the object certainly has. */
  readonly ended?: Readonly<Record<string, unknown>>;
  /** The operation that retrieves this object, from the described version on. */
  readonly retrieve?: Operation;
  /**
   * Does the same with calls that today's Stripe accepts, and returns the response in the caller's version. Used
   * instead of the operation if `CARD_PAYMENTS` is `payment_intents`. `unbridged` makes the original call.
   */
  bridge?(stripe: BridgeCalls, values: Values<P>, unbridged: Unbridged): Promise<StripeResponse>;
}

/** An operation's parameters, including its additions. */
export type AllParameters<P extends Parameters, A extends Parameters> = Omit<P, keyof A> & A;

/** The other properties of an operation. */
interface OperationOptions<P extends Parameters, A extends Parameters> {
  additions?: A;
  version?: string;
  description: string;
  returns: string;
  list?: boolean;
  deprecated?: string;
  retired?: string;
  policy?: 'accounts_v1';
  host?: 'files';
  ended?: Readonly<Record<string, unknown>>;
  retrieve?: Operation;
  bridge?: (stripe: BridgeCalls, values: Values<P>, unbridged: Unbridged) => Promise<StripeResponse>;
}

/**
 * Declares an operation. Parameters named in the path are sent in the path, all others in the body (POST) or the query
 * (GET, DELETE).
 */
export function operation<const P extends Parameters, const A extends Parameters = None>(
  method: Operation['method'],
  path: string,
  about: OperationOptions<P, A>,
  parameters: P,
): Operation<P, A> {
  return { method, path, parameters, list: false, ...about };
}

/** Declares another URL of an operation. It has the same parameters, except those that the URL implies. */
export function alias<P extends Parameters, const Said extends keyof P & string = never>(
  original: Pick<
    Operation<P>,
    'method' | 'path' | 'parameters' | 'description' | 'returns' | 'list' | 'retired' | 'aliasOf'
  >,
  path: string,
  about: Pick<Operation, 'deprecated'> & Partial<Pick<Operation, 'description' | 'returns'>>,
  said: readonly Said[] = [],
): Operation<Omit<P, Said>> {
  const { method, parameters, description, returns, list, retired } = original;
  const taken = Object.entries(parameters).filter(([name]) => !(said as readonly string[]).includes(name));
  return {
    method,
    path,
    parameters: Object.fromEntries(taken) as unknown as Omit<P, Said>,
    description,
    returns,
    list,
    ...(retired !== undefined && { retired }),
    aliasOf: original.aliasOf ?? (original as Operation),
    ...about,
  };
}

const namesInPaths = new Map<string, readonly string[]>();

/** The parameters in an operation's path, in order. */
export function pathParameters(path: string): readonly string[] {
  const names = namesInPaths.get(path) ?? [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  namesInPaths.set(path, names);
  return names;
}

/** The path of a call, and the parameters that are not in it. */
export function address(
  { path }: Operation,
  values: Readonly<Record<string, unknown>>,
): { path: string; rest: Record<string, unknown> } {
  const inPath = pathParameters(path);
  const rest = Object.entries(values).filter(
    ([name, value]) => value !== undefined && !inPath.includes(name),
  );
  return {
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name]))),
    rest: Object.fromEntries(rest),
  };
}

/** The API version that the operations describe. Older parameter names are declared as well. */
export const DESCRIBED_VERSION = '2016-07-06';

/** The API version of calls to today's API: that of the `stripe` package. */
export const TODAY = '2026-10-28.endive';

/** The parameters that exist in an API version. */
export function parametersAt({ parameters }: Operation, version: string): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, parameter]) => isKnownAt(version, parameter)),
  );
}

/** The parameters that Stripe accepts at an API version, including additions. */
export function acceptedAt({ parameters, additions }: Operation, version: string): Parameters {
  const all: Parameters = { ...parameters, ...additions };
  return Object.fromEntries(Object.entries(all).filter(([, parameter]) => isKnownAt(version, parameter)));
}

/** Whether a parameter exists in an API version. Versions are dates, so they compare as text. */
export function isKnownAt(version: string, { since, until }: Parameter): boolean {
  return (since === undefined || version >= since) && (until === undefined || version < until);
}

/** An operation's parameter by name. */
export function parameterOf(operation: Operation, name: string): Parameter {
  const parameter = operation.parameters[name];
  if (parameter === undefined) {
    throw new Error(`${operation.method} ${operation.path} has no parameter ${name}`);
  }
  return parameter;
}

/** What a bridge uses to call Stripe. */
export interface BridgeCalls {
  /**
   * Calls an operation at today's version. A POST needs a step name that is unique within the bridge. Its idempotency
   * key derives from the name and the caller's key, so that retries repeat the same steps.
   */
  today<P extends Parameters, A extends Parameters>(
    operation: Operation<P, A>,
    values: Values<AllParameters<P, A>>,
    step?: string,
  ): Promise<StripeResponse>;
  /**
   * Calls an operation at today's version. Its idempotency key derives from something that can be used only once, such
   * as a token, and not from the caller's key. Every call that uses the token therefore gets the same result.
   */
  once<P extends Parameters, A extends Parameters>(
    operation: Operation<P, A>,
    values: Values<AllParameters<P, A>>,
    spent: string,
  ): Promise<StripeResponse>;
  /**
   * Calls an operation without its bridge, at the caller's version. Without a step name, a POST uses the caller's key.
   */
  legacy<P extends Parameters, A extends Parameters>(
    operation: Operation<P, A>,
    values: Values<AllParameters<P, A>>,
    step?: string,
  ): Promise<StripeResponse>;
  /** The caller's API version. */
  readonly version: string;
  /** Whether the payer is present when a saved card is charged. */
  readonly savedCardPayer: 'absent' | 'present';
  /** The deadline, in milliseconds since 1970. */
  readonly deadline: number;
}

/** Makes the bridge's original call, at the caller's version and with its key, optionally with other values. */
export type Unbridged = (values?: object) => Promise<StripeResponse>;
