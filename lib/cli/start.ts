/** Serves the API, with the embedded sandbox behind it, until Ctrl-C. */
import { once } from 'node:events';
import { CommandError, command } from './command.ts';
import { interruption, startService } from './service.ts';
import { readSettings } from './settings.ts';

const usage = `npm start

Serves the API, with the embedded sandbox behind it, until Ctrl-C. PORT and SANDBOX_PORT say where, and
SANDBOX_SNAPSHOT which file keeps the state of the sandbox; where STRIPE_API_BASE is set, that is called and no sandbox
is started. The README tells of all variables.`;

await command({ usage, readsEnvFile: true }, async () => {
  const started = performance.now();
  const { PORT, SANDBOX_PORT, upstream } = readSettings();
  const signal = interruption();
  const snapshot = process.env['SANDBOX_SNAPSHOT'] || undefined;
  const service = await startService({ port: PORT, sandboxPort: SANDBOX_PORT, snapshot, upstream, signal });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const cards =
    service.cardsRefusal === undefined
      ? 'npm run token -- --role owner --account a1   makes a token for /card/create and the others'
      : `are not served: ${service.cardsRefusal}`;
  console.log(`Ready after ${seconds} s. Ctrl-C ends it.

  API      ${service.url}
  ${upstream === undefined ? 'Sandbox ' : 'Stripe  '} ${service.stripe}
${service.accounts === undefined ? '' : `  Payments ${service.accounts}\n`}  Cards    ${cards}
  Try it   curl ${service.url}/stripe/create-customer -H 'Authorization: Bearer sk_test_demo' -d description=Jenny
`);
  await Promise.race([once(signal, 'abort'), service.ended]);
  await service.close();
  if (!signal.aborted) {
    throw new CommandError('serverless-offline ended by itself.');
  }
});
