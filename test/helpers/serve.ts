/** Serves the functions, as `npm start` does, and nothing else, in a process of its own: what surrounds them is elsewhere. */
import { sourceFunctions } from '#lib/cli/prepared.ts';
import { startServer } from '#lib/server/server.ts';

const { url } = await startServer({ ...(await sourceFunctions()), host: '127.0.0.1', port: 0 });
console.log(`Serves the API at ${url}, from its sources.`);
