/**
 * Runs a command of this folder: `node lib/cli/run.js start`. Node.js keeps what it compiles of it, this file excepted,
 * and this file is JavaScript because TypeScript takes longest where nothing was kept.
 */
import module from 'node:module';

module.enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/compiled`);
const [name] = process.argv.splice(2, 1);
await import(`./${name}.ts`);
