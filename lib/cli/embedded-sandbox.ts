/** The parts of the sandbox that commands use when they embed it; see `prepared.ts`. */
export { policiesOf } from '#sandbox/engine/policies.ts';
export { startSandbox } from '#sandbox/server/server.ts';
