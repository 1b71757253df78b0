/** Compares a foreign socket's manifest with this service, and writes files for missing endpoints. */
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { readOperations } from '#lib/operations/read-operations.ts';
import { compare, isRejected } from '#lib/surfaces/socket/import/compare.ts';
import { readManifest } from '#lib/surfaces/socket/import/foreign.ts';
import { printable } from '#lib/surfaces/socket/import/printable.ts';
import { report } from '#lib/surfaces/socket/import/report.ts';
import { scaffold } from '#lib/surfaces/socket/import/scaffold.ts';
import { ImportError, nameOf, readSource } from '#lib/surfaces/socket/import/source.ts';
import { CommandError, command } from './command.ts';

const usage = `npm run socket:import -- <file-or-URL> [--scaffold]

Reads the socket.yml of a Syncano socket (YAML or JSON) and lists which of its endpoints and parameters this service
supports, which are missing, and which differ. With --scaffold, writes a file in functions/socket/ for each missing
endpoint, and never overwrites a file.

Exit status: 0 if this service accepts every call that the manifest allows, 1 if it would reject one, 2 if the manifest
cannot be read.`;

const FOLDER = new URL('../../functions/socket/', import.meta.url);

await command(
  { usage, options: { scaffold: { type: 'boolean' } }, allowPositionals: true, failure: 2 },
  async ({ flags, positionals: [address, ...rest] }) => {
    if (address === undefined || rest.length > 0) {
      throw new CommandError('Pass one file or URL. Run with --help for usage.');
    }
    const manifest = await read(address);
    const catalogue = await readCatalogue();
    const findings = manifest.endpoints.flatMap((endpoint) => compare(endpoint, catalogue));
    const version = manifest.version === undefined ? '' : ` ${manifest.version}`;
    for (const line of report(`${manifest.name}${version} (${nameOf(address)})`, findings)) {
      console.log(line);
    }
    if (flags['scaffold'] === true) {
      const missing = manifest.endpoints.filter(({ name }) =>
        findings.some(({ endpoint, verdict }) => endpoint === name && verdict === 'missing'),
      );
      const scaffolded = await scaffold(missing, await readOperations(), FOLDER);
      console.log(missing.length === 0 ? '\nNo endpoint is missing; nothing was written.' : '');
      for (const { endpoint, file, note } of scaffolded) {
        console.log(`${file === undefined ? printable(endpoint) : `functions/socket/${file}`}: ${note}.`);
      }
      if (scaffolded.some(({ connected }) => connected)) {
        console.log(
          'Run `npm run manifests` to add the endpoints that call an operation to socket.yml, then run this command again.',
        );
      } else if (scaffolded.some(({ file }) => file !== undefined)) {
        console.log('None of them calls an operation yet. Complete their files to add them to socket.yml.');
      }
    }
    process.exitCode = findings.some(isRejected) ? 1 : 0;
  },
);

async function read(address: string) {
  try {
    return readManifest(await readSource(address), nameOf(address));
  } catch (error) {
    throw error instanceof ImportError ? new CommandError(error.message) : error;
  }
}
