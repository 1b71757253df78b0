/** Which methods are answered to at a path: https://www.rfc-editor.org/rfc/rfc9110#section-9. */
import type { Endpoint } from './endpoint.ts';

/** Where GET is answered, HEAD is: with the same reply, of which whoever sends it leaves out the body. */
export function withHead(endpoint: Endpoint): Endpoint {
  const { method, otherMethods = [] } = endpoint;
  return method === 'GET' ? { ...endpoint, otherMethods: ['HEAD', ...otherMethods] } : endpoint;
}

/** Whether an endpoint answers to a method. */
export function isTaken({ method, otherMethods = [] }: Endpoint, asked: string): boolean {
  return asked === method || method === '*' || otherMethods.includes(asked);
}

/** All methods that are answered to at an endpoint's path, as `Allow` has them. */
export function allowedAt({ method, otherMethods = [], besides = [] }: Endpoint): string {
  return [method, ...besides, ...otherMethods].join(', ');
}
