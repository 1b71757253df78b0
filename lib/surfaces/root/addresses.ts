/**
 * The alternative paths of an endpoint: those of Syncano's and RapidAPI's clients, and its own path with extra
 * slashes. Syncano's clients end every path with a slash, which no route of an HTTP API of Amazon API Gateway
 * matches. For unknown paths, suggests similar endpoints.
 */
import { blockPath, connectPath } from '#lib/surfaces/block/path.ts';
import { socketPath, withoutInstance } from '#lib/surfaces/socket/path.ts';

/** An endpoint in the index. */
export interface Address {
  readonly surface: string;
  /** The public name, which is that of the file. */
  readonly name: string;
  readonly method: string;
  /** The path, with parameters in braces. */
  readonly path: string;
}

/** An endpoint by its surface and name, which are its folder and file below `functions/`. */
export interface Name {
  readonly surface: string;
  readonly name: string;
  /** The path of the endpoint on its surface. */
  readonly path: string;
}

/**
 * The surfaces whose endpoints have alternative paths. Their paths contain no IDs: `/customers/` could be a list or a
 * customer whose ID is missing, and Stripe itself serves neither.
 */
const SERVED = { socket: socketPath, block: blockPath };

/** Returns the endpoint that a path is an alternative for. That endpoint may not exist. */
export function nameAt(path: string): Name | undefined {
  const own = ownPath(path);
  const name = /[\w-]+$/.exec(own)?.[0] ?? '';
  const [surface] = Object.entries(SERVED).find(([, pathOf]) => pathOf(name) === own) ?? [];
  return surface === undefined || name === '' ? undefined : { surface, name, path: own };
}

/** Returns the endpoint's own path for one of its alternatives. */
function ownPath(path: string): string {
  const tidy = withoutInstance(tidied(path));
  return tidy.startsWith(`${connectPath}/`) ? blockPath(tidy.slice(connectPath.length + 1)) : tidy;
}

/** Removes the empty segments of a path. */
export function tidied(path: string): string {
  return `/${path.split('/').filter(Boolean).join('/')}`;
}

/** The maximum number of suggestions. */
const MOST = 3;

/**
 * Suggests endpoints for an unknown path, each as a method and a path: those whose path only differs in slashes, case
 * and punctuation, or else those whose name is the last segment of the path.
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
      // If a path has several methods, the caller probably wants the one that it sent.
      const meant = found.filter((one) => one.method === method);
      return [...new Set((meant.length > 0 ? meant : found).map((one) => `${one.method} ${one.path}`))].slice(
        0,
        MOST,
      );
    }
  }
  return [];
}

/** Fills the parameters of a path with the caller's segments, if the fixed segments match. */
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
