/** The notes that Jest's runs take of what leaves the code under test (see `test/security/leaks/`). */
import type { Server } from 'node:http';
import type { Recording } from '../security/leaks/recording.ts';

/** What the recording is called among the globals of tests. */
export const RECORDING = Symbol.for('stripe-socket.the recording of this file');

/** Marks servers that tests put in the place of others: what they say is not ours. */
export const FOREIGN = Symbol.for('stripe-socket.a server of the tests');

/** The recording of the file of tests that runs; there is none where the harnesses run on their own. */
export function recording(): Recording | undefined {
  return (globalThis as { [RECORDING]?: Recording })[RECORDING];
}

/** Says that what a server answers is what a test lets it answer, and not the code under test. */
export function ofTheTests(server: Server): void {
  Object.assign(server, { [FOREIGN]: true });
}
