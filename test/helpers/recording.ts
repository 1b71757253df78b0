/** Records the output of the code under test when Jest runs (see `test/security/leaks/`). */
import type { Server } from 'node:http';
import type { Recording } from '../security/leaks/recording.ts';

/** The name of the recording among the globals of tests. */
export const RECORDING = Symbol.for('stripe-socket.the recording of this file');

/** Marks servers of the tests, whose output is not that of the code under test. */
export const FOREIGN = Symbol.for('stripe-socket.a server of the tests');

/** Returns the recording of the current test file; undefined outside Jest. */
export function recording(): Recording | undefined {
  return (globalThis as { [RECORDING]?: Recording })[RECORDING];
}

/** Marks a server whose responses a test determines, not the code under test. */
export function ofTheTests(server: Server): void {
  Object.assign(server, { [FOREIGN]: true });
}
