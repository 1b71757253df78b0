/** The arguments of an endpoint as its callers see them. */
import { type Argument, callersName } from '#lib/endpoint/arguments.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import { apiKey } from '#lib/surfaces/shared/api-key.ts';

/** What manifests say of an argument. */
export type Described = Pick<Argument, 'name' | 'parameter' | 'required'> &
  Partial<Pick<Argument, 'beyondTable' | 'to'>>;

/** The key, which callers may send as an argument, and the endpoint's own arguments. */
export function argumentsWithKey({ arguments: known }: Endpoint): Described[] {
  return [{ name: 'apiKey', parameter: apiKey, required: true }, ...known];
}

/** A text that names parameters of Stripe's in backticks, with the caller's names for them. */
export function inCallersWords(known: readonly Argument[], text: string): string {
  return text.replace(/`(\w+)`/g, (quoted, word: string) => {
    const said = callersName(known, word);
    return said === undefined ? quoted : `\`${said}\``;
  });
}
