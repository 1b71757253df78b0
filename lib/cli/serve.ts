/**
 * Serves the built functions in a container or on any machine: `node dist/server.mjs`. The bundle contains everything
 * that it needs, and finds the functions next to it.
 */
import { builtFunctions } from '#lib/server/functions.ts';
import { startServer } from '#lib/server/server.ts';
import { connectorProblem } from '#lib/surfaces/connector/secret.ts';
import { cardsProblem } from './card-config.ts';
import { command } from './command.ts';
import { interrupted, interruption } from './interruption.ts';
import { listening } from './ports.ts';
import { readSettings } from './settings.ts';

const usage = `node dist/server.mjs

Serves the built functions until it is stopped. HOST and PORT set where it listens. The README lists all variables.`;

await command({ usage, readsEnvFile: true }, async () => {
  const { HOST: host, PORT: port, STRIPE_API_BASE } = readSettings();
  const signal = interruption();
  const functions = await builtFunctions(new URL('./', import.meta.url));
  const server = await listening('PORT', port, () => startServer({ ...functions, host, port }));
  const problem = await cardsProblem(process.env);
  console.log(
    `Serves the API at ${server.url}, with Stripe at ${STRIPE_API_BASE}.${problem === undefined ? '' : ` Cards are not available: ${problem}`}`,
  );
  const missing = connectorProblem(process.env);
  if (missing !== undefined) {
    console.log(`The connector is not available: ${missing}`);
  }
  await interrupted(signal);
  await server.close();
});
