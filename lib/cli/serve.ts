/**
 * Serves the functions that were built, for a container or a machine of its own: `node dist/server.mjs`. It is bundled
 * with all that it needs, and finds the functions beside it.
 */
import { builtFunctions } from '#lib/server/functions.ts';
import { startServer } from '#lib/server/server.ts';
import { connectorRefusal } from '#lib/surfaces/connector/secret.ts';
import { cardsRefusal } from './card-config.ts';
import { command } from './command.ts';
import { interrupted, interruption } from './interruption.ts';
import { listening } from './ports.ts';
import { readSettings } from './settings.ts';

const usage = `node dist/server.mjs

Serves the built functions until it is asked to end. HOST and PORT say where; the README tells of all variables.`;

await command({ usage, readsEnvFile: true }, async () => {
  const { HOST: host, PORT: port, STRIPE_API_BASE } = readSettings();
  const signal = interruption();
  const functions = await builtFunctions(new URL('./', import.meta.url));
  const server = await listening('PORT', port, () => startServer({ ...functions, host, port }));
  const refusal = await cardsRefusal(process.env);
  console.log(
    `Serves the API at ${server.url}, with Stripe at ${STRIPE_API_BASE}.${refusal === undefined ? '' : ` Cards are not served: ${refusal}`}`,
  );
  const missing = connectorRefusal(process.env);
  if (missing !== undefined) {
    console.log(`The connector is not available: ${missing}`);
  }
  await interrupted(signal);
  await server.close();
});
