/** Writes the generated documents, or checks that they are up to date. */
import { mkdir, writeFile } from 'node:fs/promises';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { drifted, locationOf } from '#lib/surfaces/shared/manifest/documents.ts';
import { command } from './command.ts';

const usage = `npm run manifests [-- --check]

Writes the documents that are generated from the catalogue, socket.yml among them.
With --check (npm run drift) it writes nothing, says which are out of date, and fails if any is.`;

await command({ usage, options: { check: { type: 'boolean' } } }, async ({ flags }) => {
  // The functions are called to record their responses; these calls should not be logged.
  process.env['LOG_LEVEL'] ??= 'silent';
  const { allDocuments } = await import('./documents.ts');
  const documents = await allDocuments(await readCatalogue());
  const stale = await drifted(documents);
  if (flags['check'] === true) {
    for (const { file } of stale) {
      console.error(`${file} is out of date: run \`npm run manifests\` and check it in.`);
    }
    if (stale.length > 0) {
      process.exitCode = 1;
    } else {
      console.log(`${documents.map(({ file }) => file).join(', ')}: up to date.`);
    }
    return;
  }
  for (const document of stale) {
    const location = locationOf(document);
    await mkdir(new URL('.', location), { recursive: true });
    await writeFile(location, document.text);
  }
  for (const document of documents) {
    console.log(`${document.file}: ${stale.includes(document) ? 'written' : 'up to date'}.`);
  }
});
