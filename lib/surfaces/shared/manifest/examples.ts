/** Creates an example of a request for documents. */
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import { type Operation, pathParameters } from '#lib/operations/operation.ts';
import type { Described } from './arguments.ts';

/** Additional arguments in examples, because Stripe requires one of several parameters, or one in most cases. */
const SHOWN: Readonly<Record<string, readonly (string | Alternatives)[]>> = {
  'POST /v1/accounts': ['country', 'managed'],
  'POST /v1/accounts/{account}': ['business_name'],
  'POST /v1/charges': ['source'],
  'POST /v1/coupons': ['percent_off'],
  'POST /v1/customers': ['description', 'source'],
  'POST /v1/customers/{customer}': ['description'],
  'POST /v1/invoices/{invoice}': ['description'],
  'POST /v1/orders': ['items'],
  'POST /v1/orders/{id}/pay': ['source'],
  'POST /v1/recipients/{recipient}': ['description'],
  'POST /v1/subscriptions/{subscription}': ['quantity'],
  'POST /v1/tokens': ['card'],
  'POST /v1/transfers': [['destination', 'recipient']],
};

/** Parameters of which one is enough: the one that the endpoint requires, else the first. */
type Alternatives = readonly [string, ...string[]];

/**
 * Returns the arguments of a useful call: all required ones and, if these are only IDs and the call is an update,
 * something to update.
 */
export function exampleArguments<A extends Described>(
  { operation, rules = [] }: Pick<Endpoint, 'operation' | 'rules'>,
  known: readonly A[],
): A[] {
  const inPath = pathParameters(operation?.path ?? '');
  const isFirstOfItsKind = ({ to }: A, index: number) =>
    to === undefined || known.findIndex((other) => sameTarget(operation, other.to, to)) === index;
  const oneOf = rules.flatMap(({ atLeastOneOf = [] }) => atLeastOneOf.slice(0, 1));
  const needed = known.filter(
    (argument, index) =>
      oneOf.includes(argument.name) ||
      ((argument.required || isNeeded(operation, argument.to, known)) && isFirstOfItsKind(argument, index)),
  );
  const isId = ({ to, name }: A) => name === 'apiKey' || inPath.includes(to ?? '');
  const change =
    operation?.method === 'POST' && needed.every(isId)
      ? known.filter(({ to }) => to !== undefined && to in operation.parameters && !inPath.includes(to))
      : [];
  return [...needed, ...change.slice(0, 1)];
}

/** Checks whether Stripe requires a parameter, or one of the alternatives that it belongs to. */
function isNeeded(operation: Operation | undefined, to = '', known: readonly Described[]): boolean {
  if (operation === undefined) {
    return false;
  }
  const target = newestName(operation, to);
  const shown = (SHOWN[`${operation.method} ${operation.path}`] ?? []).map((one) =>
    typeof one === 'string'
      ? one
      : (one.find((name) => known.some((argument) => argument.to === name && argument.required)) ?? one[0]),
  );
  return to.includes('.') || operation.parameters[target]?.required === true || shown.includes(target);
}

function sameTarget(operation: Operation | undefined, a: string | undefined, b: string): boolean {
  return a !== undefined && newestName(operation, a) === newestName(operation, b);
}

function newestName(operation: Operation | undefined, name: string): string {
  return operation?.parameters[name]?.otherNameOf ?? name;
}
