/** Where the sockets are served. */

/** The path of a socket, or of a document that describes them. */
export const socketPath = (name: string): string => `/stripe/${name}`;

/**
 * Syncano's own address of a socket: its API served it at `/v2/instances/<instance>/endpoints/sockets/stripe/<endpoint>/`
 * and at the same path of v3. Its clients before that call `/stripe/<endpoint>/` at a host of the instance.
 */
const INSTANCE_PATH = /^\/v[23]\/instances\/[^/]+\/endpoints\/sockets(?=\/)/;

/** Gives the path without what names Syncano's API and the instance. */
export function withoutInstance(path: string): string {
  return path.replace(INSTANCE_PATH, '');
}
