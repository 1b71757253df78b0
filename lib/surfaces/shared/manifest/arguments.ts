/** The arguments of an endpoint, for manifests. */
import { type Argument, callersName } from '#lib/endpoint/arguments.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import { apiKey } from '#lib/surfaces/shared/api-key.ts';

/** An argument in a manifest. */
export type Described = Pick<Argument, 'name' | 'parameter' | 'required'> &
  Partial<Pick<Argument, 'beyondTable' | 'to'>>;

/** The API key, if callers can send it as an argument, and the endpoint's own arguments. */
export function argumentsWithKey({ arguments: known }: Endpoint): Described[] {
  return [{ name: 'apiKey', parameter: apiKey, required: true }, ...known];
}

/** Replaces Stripe's parameter names in backticks with the caller's names. */
export function inCallersWords(known: readonly Argument[], text: string): string {
  return text.replace(/`(\w+)`/g, (quoted, word: string) => {
    const said = callersName(known, word);
    return said === undefined ? quoted : `\`${said}\``;
  });
}
