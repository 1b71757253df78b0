/** Serves the API through serverless-offline, with the embedded sandbox behind it, until Ctrl-C. */
import { CommandError, command } from './command.ts';
import { interrupted, interruption } from './interruption.ts';
import { LOCALHOST, takePort } from './ports.ts';
import { serveOffline } from './serverless-offline.ts';
import { readyText, startService } from './service.ts';
import { readSettings } from './settings.ts';

const usage = `npm run offline

Builds the functions and serves them through serverless-offline, as serverless.yml describes them, with the embedded
sandbox behind them, until Ctrl-C. It reads the same variables as npm start, but listens on this machine alone.`;

await command({ usage }, async () => {
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
    throw new CommandError('serverless-offline ended by itself.');
  }
});
