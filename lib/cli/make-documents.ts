/** The thread that `made-documents.ts` starts. It generates all documents that a build would, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { readDeploySettings } from '#lib/deploy/settings.ts';
import { chosenFrom } from '#lib/deploy/surfaces.ts';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { BUILT, startStripe } from './documents.ts';
import type { Made } from './made-documents.ts';

// Without a build, every function is served.
const chosen = readDeploySettings({ REFERENCE: 'true', ...process.env });
const catalogue = chosenFrom(await readCatalogue(), chosen);
const first = String(workerData);
for (const file of [first, ...Object.keys(BUILT).filter((other) => other !== first)]) {
  const made: Made | undefined = BUILT[file] && { file, text: await BUILT[file](catalogue, startStripe) };
  if (made !== undefined) {
    parentPort!.postMessage(made);
  }
}
