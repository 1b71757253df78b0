/** Serves the API, with the embedded sandbox behind it, until Ctrl-C. */
import { flushCompileCache } from 'node:module';
import { command } from './command.ts';
import { interrupted, interruption } from './interruption.ts';
import { readyText, startService } from './service.ts';
import { readSettings } from './settings.ts';

const usage = `npm start

Serves the API, with the embedded sandbox behind it, until Ctrl-C. HOST, PORT and SANDBOX_PORT say where, and
SANDBOX_SNAPSHOT which file keeps the state of the sandbox; where STRIPE_API_BASE is set, that is called and no sandbox
is started. The README tells of all variables.`;

await command({ usage }, async () => {
  const { HOST: host, PORT: port, SANDBOX_PORT: sandboxPort, upstream } = readSettings();
  const signal = interruption();
  const snapshot = process.env['SANDBOX_SNAPSHOT'] || undefined;
  const service = await startService({ host, port, sandboxPort, snapshot, upstream });
  // Counted from when Node.js began: that is how long whoever started it waited.
  console.log(readyText(service, performance.now(), upstream === undefined));
  flushCompileCache();
  await interrupted(signal);
  await service.close();
});
