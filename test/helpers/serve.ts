/** Serves only the functions, in a separate process, like `npm start`. */
import { sourceFunctions } from '#lib/cli/prepared.ts';
import { startServer } from '#lib/server/server.ts';

const { url } = await startServer({ ...(await sourceFunctions()), host: '127.0.0.1', port: 0 });
console.log(`Serves the API at ${url}, from its sources.`);
