/** The arguments of an endpoint as its callers see them. */
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import { apiKey } from '#lib/surfaces/shared/api-key.ts';

/** What manifests say of an argument. */
export type Described = Pick<Argument, 'name' | 'parameter' | 'required'> &
  Partial<Pick<Argument, 'beyondTable' | 'to'>>;

/** The key, which callers may send as an argument, and the endpoint's own arguments. */
export function argumentsWithKey({ arguments: known }: Endpoint): Described[] {
  return [{ name: 'apiKey', parameter: apiKey, required: true }, ...known];
}
