/** An operation is one call of Stripe's API, declared once, as data. */
import type { BridgeCalls, Unbridged } from './bridge.ts';
import type { Answer } from './client.ts';
import type { Parameter, Parameters, Values } from './parameters.ts';

/** No parameters. */
export type None = Readonly<Record<never, never>>;

/** One call of Stripe's API. */
export interface Operation<P extends Parameters = Parameters, A extends Parameters = None> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The path, with the names of parameters in braces: `/v1/charges/{charge}/capture`. */
  readonly path: string;
  readonly parameters: P;
  /**
   * Parameters that Stripe added after {@link DESCRIBED_VERSION} and accepts at every version. Only calls that the project
   * makes by itself send them: no surface offers or documents them. One that stands in `parameters` too is described anew.
   */
  readonly additions?: A;
  /** The version of the API that describes the operation, where it is newer than {@link DESCRIBED_VERSION}. */
  readonly version?: string;
  /** What the call does, in one sentence. */
  readonly description: string;
  /** The `object` that Stripe answers with, e.g. `charge`; `list` calls answer with a list of it. */
  readonly returns: string;
  readonly list: boolean;
  /** What Stripe offers instead since before 2016-07-06; the old path goes on working. */
  readonly superseded?: string;
  /** When Stripe took the resource out of service for new accounts, and what replaced it. */
  readonly retired?: string;
  /** The API policy of an account without which Stripe rejects every call, by the names of `explanations.ts`. */
  readonly policy?: 'accounts_v1';
  /** The operation that this is another address of. */
  readonly aliasOf?: Operation;
  /** Stripe serves uploads from a host of its own. */
  readonly host?: 'files';
  /** For a DELETE whose answer is not `{deleted: true}` but the object as it is then: what it is sure to say. */
  readonly ended?: Readonly<Record<string, unknown>>;
  /** What retrieves that object, from the described version on. */
  readonly retrieve?: Operation;
  /**
   * Does the same by calls that today's Stripe accepts, and gives the answer in the caller's version. It runs in place of
   * the operation when `CARD_PAYMENTS` is `payment_intents`; `unbridged` makes the call as it is.
   */
  bridge?(stripe: BridgeCalls, values: Values<P>, unbridged: Unbridged): Promise<Answer>;
}

/** The parameters of an operation together with those that Stripe added since. */
export type AllParameters<P extends Parameters, A extends Parameters> = Omit<P, keyof A> & A;

/** What is said of an operation besides its method, path and parameters. */
interface About<P extends Parameters, A extends Parameters> {
  additions?: A;
  version?: string;
  description: string;
  returns: string;
  list?: boolean;
  superseded?: string;
  retired?: string;
  policy?: 'accounts_v1';
  host?: 'files';
  ended?: Readonly<Record<string, unknown>>;
  retrieve?: Operation;
  bridge?: (stripe: BridgeCalls, values: Values<P>, unbridged: Unbridged) => Promise<Answer>;
}

/**
 * Declares an operation. Every name in the path's braces must be among the parameters; those travel in the path,
 * all others in the body (POST) or the query (GET, DELETE).
 */
export function operation<const P extends Parameters, const A extends Parameters = None>(
  method: Operation['method'],
  path: string,
  about: About<P, A>,
  parameters: P,
): Operation<P, A> {
  return { method, path, parameters, list: false, ...about };
}

/**
 * Declares another address of an operation, which does the same. It takes the same parameters, but for those that the
 * address says by itself.
 */
export function alias<P extends Parameters, const Said extends keyof P & string = never>(
  original: Pick<
    Operation<P>,
    'method' | 'path' | 'parameters' | 'description' | 'returns' | 'list' | 'retired' | 'aliasOf'
  >,
  path: string,
  about: Pick<Operation, 'superseded'> & Partial<Pick<Operation, 'description' | 'returns'>>,
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

/** The names that stand in braces in an operation's path, in their order. */
export function pathParameters(path: string): readonly string[] {
  const names = namesInPaths.get(path) ?? [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  namesInPaths.set(path, names);
  return names;
}

/** Gives the path of one call, and the parameters that do not travel in it. */
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

/** The version of the API that the operations describe; what a parameter was called before is said at it. */
export const DESCRIBED_VERSION = '2016-07-06';

/** The version of the API that the project calls today's operations at: that of the `stripe` package. */
export const TODAY = '2026-10-28.endive';

/** The parameters of an operation that a version of the API knows. */
export function parametersAt({ parameters }: Operation, version: string): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, parameter]) => isKnownAt(version, parameter)),
  );
}

/** The parameters that Stripe accepts at a version of the API, those that it added since included. */
export function acceptedAt({ parameters, additions }: Operation, version: string): Parameters {
  const all: Parameters = { ...parameters, ...additions };
  return Object.fromEntries(Object.entries(all).filter(([, parameter]) => isKnownAt(version, parameter)));
}

/** Whether a version of the API knows a parameter. Versions are dates, so they compare as texts. */
export function isKnownAt(version: string, { since, until }: Parameter): boolean {
  return (since === undefined || version >= since) && (until === undefined || version < until);
}

/** The parameter of an operation by its name. */
export function parameterOf(operation: Operation, name: string): Parameter {
  const parameter = operation.parameters[name];
  if (parameter === undefined) {
    throw new Error(`${operation.method} ${operation.path} has no parameter ${name}`);
  }
  return parameter;
}
