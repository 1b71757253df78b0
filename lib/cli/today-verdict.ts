/** What today's Stripe does with the calls of an endpoint, as far as the operations say. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { POLICIES } from '#lib/stripe/explanations.ts';
import type { BridgeRequest, RecordedBridges } from './bridge-requests.ts';

/** How an endpoint fares at today's Stripe. */
export type Verdict =
  | { readonly kind: 'as is' }
  /** Some of its operations are carried out by others. */
  | { readonly kind: 'bridged'; readonly operations: readonly Operation[] }
  /** The account needs an API policy. */
  | { readonly kind: 'needs a switch'; readonly policy: string; readonly sentence: string }
  /** Stripe has retired what it does. */
  | { readonly kind: 'gone'; readonly sentence: string };

/** The endpoints that call Stripe for their callers, in the order of their files. */
export function callingEndpoints(catalogue: readonly Entry[]): Entry[] {
  return catalogue.filter(
    ({ endpoint }) =>
      endpoint.operation !== undefined || (endpoint.surface === 'card' && endpoint.otherOperations),
  );
}

/** What becomes of an endpoint's calls when cards are paid with by PaymentIntents. */
export function verdictOf({ endpoint }: Entry, recorded: RecordedBridges): Verdict {
  const { operation, otherOperations } = endpoint;
  if (operation?.retired !== undefined) {
    return { kind: 'gone', sentence: operation.retired };
  }
  // An argument of its own for a number means that there is none for a token in its place.
  const takesNumber = endpoint.arguments.some(({ to }) => /\.number$/.test(to ?? ''));
  const policy = operation?.policy ?? (takesNumber ? 'raw_card_numbers' : undefined);
  if (policy !== undefined) {
    return { kind: 'needs a switch', policy, sentence: sentenceOf(policy) };
  }
  const own = operation !== undefined && isBridged(endpoint, operation, recorded) ? [operation] : [];
  const operations = [...own, ...otherOperations.filter(({ bridge }) => bridge !== undefined)];
  return operations.length > 0 ? { kind: 'bridged', operations } : { kind: 'as is' };
}

/** Whether an endpoint can give its operation what the bridge makes other calls of. */
function isBridged(endpoint: Endpoint, operation: Operation, recorded: RecordedBridges): boolean {
  if (operation.bridge === undefined) {
    return false;
  }
  const cases = recorded.get(operation);
  if (cases === undefined) {
    throw new Error(`No example shows the bridge of ${operation.method} ${operation.path}.`);
  }
  const accepted = new Set(
    [...endpoint.arguments, ...(endpoint.additional ?? [])].flatMap(({ to = '' }) => to.split('.')[0]!),
  );
  const isAccepted = (name: string) =>
    accepted.has(name) || (name === 'source' && accepted.has('card')) || name === 'limit';
  const other = cases.filter(({ requests }) => !isCallItself(operation, requests));
  // A bridge that makes no other calls fills in the replies of all.
  return other.length === 0 || other.some(({ parameters }) => parameters.every(isAccepted));
}

function isCallItself({ method, path }: Operation, requests: readonly BridgeRequest[]): boolean {
  const [only, ...more] = requests;
  return more.length === 0 && only?.method === method && only.path === path && !only.isOfToday;
}

function sentenceOf(policy: string): string {
  const found = POLICIES.find(({ name }) => name === policy);
  if (found === undefined) {
    throw new Error(`The policy ${policy} has no explanation.`);
  }
  return found.sentence;
}
