/** The HTTP methods of a path: https://www.rfc-editor.org/rfc/rfc9110#section-9. */
import type { Endpoint } from './endpoint.ts';

/** Adds HEAD to GET. The response is the same; the server omits the body. */
export function withHead(endpoint: Endpoint): Endpoint {
  const { method, otherMethods = [] } = endpoint;
  return method === 'GET' ? { ...endpoint, otherMethods: ['HEAD', ...otherMethods] } : endpoint;
}

/** Whether an endpoint supports a method. */
export function isTaken({ method, otherMethods = [] }: Endpoint, asked: string): boolean {
  return asked === method || method === '*' || otherMethods.includes(asked);
}

/** All supported methods at an endpoint's path, for the header `Allow`. */
export function allowedAt(
  { method, otherMethods = [] }: Endpoint,
  siblingMethods: readonly string[] = [],
): string {
  return [method, ...siblingMethods, ...otherMethods].join(', ');
}

/**
 * Of several endpoints at a path, the one with the most `otherMethods` also receives the methods that none of them
 * has.
 */
export function fallbackOf<T extends { readonly endpoint: Endpoint }>(sharing: readonly T[]): T {
  const methodsOf = ({ endpoint }: T) => endpoint.otherMethods?.length ?? 0;
  return sharing.toSorted((a, b) => methodsOf(b) - methodsOf(a))[0]!;
}

const ORDER = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods of the other endpoints at a path. */
export function siblingMethodsOf<T extends { readonly endpoint: Endpoint }>(
  one: T,
  sharing: readonly T[],
): string[] {
  const others = sharing.filter((other) => other !== one).map(({ endpoint }) => endpoint.method);
  return others.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
}
