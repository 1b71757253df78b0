/** What a command needs of the sandbox to have it in its own process; see `prepared.ts`. */
export { policiesOf } from '#sandbox/engine/policies.ts';
export { startSandbox } from '#sandbox/server/server.ts';
