/**
 * `npm run scalar`: gets the one file of Scalar's package that the reference page loads, and keeps it compressed in
 * `functions/reference/`. The package itself is no dependency: it would install hundreds of others.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { ROOT } from '#lib/config/root.ts';
import { SCALAR } from '#lib/surfaces/reference/scalar.ts';
import { CommandError, command } from './command.ts';

const usage = `npm run scalar

Downloads the version of @scalar/api-reference that lib/surfaces/reference/scalar.ts names and writes its browser file,
compressed, to functions/reference/scalar.js.br. The compression takes half a minute.`;

/** The file, in the package. */
const FILE = 'dist/browser/standalone.js';

const run = promisify(execFile);

await command({ usage }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'scalar-'));
  try {
    const name = `@scalar/api-reference@${SCALAR.version}`;
    const { stdout } = await run('npm', ['pack', name, '--json', '--pack-destination', folder]);
    const [{ filename, integrity }] = JSON.parse(stdout);
    if (integrity !== SCALAR.integrity) {
      throw new CommandError(`${name} has the integrity ${integrity}, not ${SCALAR.integrity}.`);
    }
    await run('tar', ['-xzf', join(folder, filename), '-C', folder, `package/${FILE}`]);
    const script = await readFile(join(folder, 'package', FILE));
    const compressed = await promisify(brotliCompress)(script, {
      params: {
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: script.byteLength,
      },
    });
    await writeFile(join(ROOT, 'functions/reference/scalar.js.br'), compressed);
    const hash = createHash('sha256').update(script).digest('hex').slice(0, SCALAR.hash.length);
    console.log(`Wrote functions/reference/scalar.js.br, ${compressed.byteLength} bytes.`);
    if (hash !== SCALAR.hash) {
      throw new CommandError(`Set \`hash\` in lib/surfaces/reference/scalar.ts to '${hash}'.`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
