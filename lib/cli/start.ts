/** Serves the API with the embedded sandbox until Ctrl-C. */
import { flushCompileCache } from 'node:module';
import { command } from './command.ts';
import { interrupted, interruption } from './interruption.ts';
import { readyText, startService } from './service.ts';
import { readSettings } from './settings.ts';

const usage = `npm start

Serves the API with the embedded sandbox until Ctrl-C. HOST, PORT and SANDBOX_PORT set where they listen, and
SANDBOX_SNAPSHOT the file that keeps the sandbox's state. If STRIPE_API_BASE is set, the API calls that URL and no sandbox
is started. The README lists all variables.`;

await command({ usage, readsEnvFile: true }, async () => {
  const { HOST: host, PORT: port, SANDBOX_PORT: sandboxPort, upstream } = readSettings();
  const signal = interruption();
  const snapshot = process.env['SANDBOX_SNAPSHOT'] || undefined;
  const service = await startService({ host, port, sandboxPort, snapshot, upstream });
  // The time since Node.js started, which is how long the user waited.
  console.log(readyText(service, performance.now(), upstream === undefined));
  flushCompileCache();
  await interrupted(signal);
  await service.close();
});
