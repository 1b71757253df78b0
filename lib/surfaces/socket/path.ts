/** The paths of the sockets. */

/** The path of a socket, or of a document that describes them. */
export const socketPath = (name: string): string => `/stripe/${name}`;

/**
 * Matches the path of a socket at Syncano's API: `/v2/instances/<instance>/endpoints/sockets/stripe/<endpoint>/`, or
 * the same with v3. Older clients call `/stripe/<endpoint>/` at a host of the instance.
 */
const INSTANCE_PATH = /^\/v[23]\/instances\/[^/]+\/endpoints\/sockets(?=\/)/;

/** Removes Syncano's API and the instance from a path. */
export function withoutInstance(path: string): string {
  return path.replace(INSTANCE_PATH, '');
}
