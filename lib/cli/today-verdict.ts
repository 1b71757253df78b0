/** How today's Stripe treats an endpoint's calls, derived from its operations. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { POLICIES } from '#lib/stripe/explanations.ts';
import type { BridgeRequest, RecordedBridges } from './bridge-requests.ts';

/** How today's Stripe treats an endpoint. */
export type Verdict =
  | { readonly kind: 'as is' }
  /** Some of its operations use bridges. */
  | { readonly kind: 'bridged'; readonly operations: readonly Operation[] }
  /** The account needs an API policy. */
  | { readonly kind: 'needs a switch'; readonly policy: string; readonly sentence: string }
  /** Stripe has retired the resource. */
  | { readonly kind: 'gone'; readonly sentence: string };

/** Returns the endpoints that call Stripe for their callers, sorted by file. */
export function callingEndpoints(catalogue: readonly Entry[]): Entry[] {
  return catalogue.filter(
    ({ endpoint }) =>
      endpoint.operation !== undefined || (endpoint.surface === 'card' && endpoint.otherOperations),
  );
}

/** Returns how an endpoint's calls fare if CARD_PAYMENTS is `payment_intents`. */
export function verdictOf({ endpoint }: Entry, recorded: RecordedBridges): Verdict {
  const { operation, otherOperations } = endpoint;
  if (operation?.retired !== undefined) {
    return { kind: 'gone', sentence: operation.retired };
  }
  // An endpoint with its own argument for a card number does not accept a token instead.
  const takesNumber = endpoint.arguments.some(({ to }) => /\.number$/.test(to ?? ''));
  const policy = operation?.policy ?? (takesNumber ? 'raw_card_numbers' : undefined);
  if (policy !== undefined) {
    return { kind: 'needs a switch', policy, sentence: sentenceOf(policy) };
  }
  const own = operation !== undefined && isBridged(endpoint, operation, recorded) ? [operation] : [];
  const operations = [...own, ...otherOperations.filter(({ bridge }) => bridge !== undefined)];
  return operations.length > 0 ? { kind: 'bridged', operations } : { kind: 'as is' };
}

/** Checks whether an endpoint can send its operation the parameters that the bridge replaces. */
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
  // A bridge that never replaces the call only completes responses, which affects all callers.
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
