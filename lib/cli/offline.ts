/** Serves the API and the embedded sandbox with serverless-offline until Ctrl-C. */
import { CommandError, command } from './command.ts';
import { interrupted, interruption } from './interruption.ts';
import { LOCALHOST, takePort } from './ports.ts';
import { serveOffline } from './serverless-offline.ts';
import { readyText, startService } from './service.ts';
import { readSettings } from './settings.ts';

const usage = `npm run offline

Builds the functions in serverless.yml, and serves them and the embedded sandbox with serverless-offline until Ctrl-C.
It reads the same variables as npm start, but is only reachable from this machine.`;

await command({ usage, readsEnvFile: true }, async () => {
  const started = performance.now();
  const { PORT, SANDBOX_PORT: sandboxPort, upstream } = readSettings();
  const signal = interruption();
  const snapshot = process.env['SANDBOX_SNAPSHOT'] || undefined;
  const service = await startService({ port: PORT, sandboxPort, snapshot, upstream }, async (environment) =>
    serveOffline({ host: LOCALHOST, port: await takePort('PORT', PORT), environment, signal }),
  );
  console.log(readyText(service, performance.now() - started, upstream === undefined));
  await Promise.race([interrupted(signal), service.ended]);
  await service.close();
  if (!signal.aborted) {
    throw new CommandError('serverless-offline stopped unexpectedly.');
  }
});
