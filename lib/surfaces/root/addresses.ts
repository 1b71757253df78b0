/**
 * The addresses that callers of old platforms use for an endpoint, besides its own: those of Syncano's and RapidAPI's
 * clients, and its own with superfluous slashes. Clients of Syncano end every path with a slash, and an HTTP API of
 * Amazon API Gateway matches no route then. What cannot be served gets a suggestion.
 */
import { blockPath, connectPath } from '#lib/surfaces/block/path.ts';
import { socketPath, withoutInstance } from '#lib/surfaces/socket/path.ts';

/** An endpoint as the index lists it. */
export interface Address {
  readonly surface: string;
  /** The public name, which is the file's. */
  readonly name: string;
  readonly method: string;
  /** With names in braces for what a caller fills in. */
  readonly path: string;
}

/** An endpoint by its surface and its name, which are the folder and the file that it has below `functions/`. */
export interface Name {
  readonly surface: string;
  readonly name: string;
  /** The path that it has as an endpoint of the surface. */
  readonly path: string;
}

/**
 * The surfaces whose endpoints are served at other addresses. Their paths hold no ids: with an id, `/customers/` may mean
 * a list or a customer whose id is missing, and Stripe itself serves neither.
 */
const SERVED = { socket: socketPath, block: blockPath };

/** Gives what an endpoint would be called for which a path is another address. */
export function nameAt(path: string): Name | undefined {
  const own = ownPath(path);
  const name = /[\w-]+$/.exec(own)?.[0] ?? '';
  const [surface] = Object.entries(SERVED).find(([, pathOf]) => pathOf(name) === own) ?? [];
  return surface === undefined || name === '' ? undefined : { surface, name, path: own };
}

/** The path that an endpoint itself has for one of its other addresses. */
function ownPath(path: string): string {
  const tidy = withoutInstance(tidied(path));
  return tidy.startsWith(`${connectPath}/`) ? blockPath(tidy.slice(connectPath.length + 1)) : tidy;
}

/** The path without empty parts. */
export function tidied(path: string): string {
  return `/${path.split('/').filter(Boolean).join('/')}`;
}

/** How many endpoints are suggested. */
const MOST = 3;

/**
 * Suggests endpoints for a path where there is none: those whose path differs in slashes, case and punctuation, or else
 * those that have the name that the path ends with. Each is a method and a path.
 */
export function suggestionsFor(addresses: readonly Address[], method: string, path: string): string[] {
  const own = ownPath(path);
  const parts = own.split('/').slice(1);
  // They may be long, so they are read once and not for each endpoint.
  const [name, all] = [letters(parts.at(-1) ?? ''), letters(own)];
  const ways: readonly (() => Address[])[] = [
    () => addresses.flatMap((one) => filledIn(one, parts) ?? []),
    () => addresses.filter((one) => !one.path.includes('{') && letters(one.name) === name),
    () => addresses.filter((one) => letters(one.path) === all),
  ];
  for (const way of ways) {
    const found = way();
    if (found.length > 0) {
      // Where a path has several methods, the caller's is likely the one that is meant.
      const meant = found.filter((one) => one.method === method);
      return [...new Set((meant.length > 0 ? meant : found).map((one) => `${one.method} ${one.path}`))].slice(
        0,
        MOST,
      );
    }
  }
  return [];
}

/** Fills the names in braces of a path with a caller's parts, if the others are the same letters. */
function filledIn(address: Address, parts: readonly string[]): Address | undefined {
  const own = address.path.split('/').slice(1);
  const fits =
    own.length === parts.length &&
    own.every((part, index) => part.startsWith('{') || letters(part) === letters(parts[index]!));
  const filled = own.map((part, index) => (part.startsWith('{') ? parts[index]! : part));
  return fits ? { ...address, path: `/${filled.join('/')}` } : undefined;
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
