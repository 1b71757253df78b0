/** The arguments of an endpoint, for manifests. */
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import { apiKey } from '#lib/surfaces/shared/api-key.ts';

/** An argument in a manifest. */
export type Described = Pick<Argument, 'name' | 'parameter' | 'required'> &
  Partial<Pick<Argument, 'beyondTable'>>;

/** The API key, if callers can send it as an argument, and the endpoint's own arguments. */
export function argumentsWithKey({ arguments: known }: Endpoint): Described[] {
  return [{ name: 'apiKey', parameter: apiKey, required: true }, ...known];
}
