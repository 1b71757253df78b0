/** The client as callers install it. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from '@jest/globals';
import { ROOT } from '#lib/config/root.ts';

export const execute = promisify(execFile);

/** The folder of the client. */
export const CLIENT = join(ROOT, 'client');

/** A project that the packed client is installed in, while a file's tests run. */
export interface Project {
  readonly folder: string;
  /** The files of the package. */
  readonly files: readonly string[];
  /** Copies a fixture into the project, with the package's name for the path of its modules. */
  copy(fixture: string): Promise<string>;
  /** Compiles its TypeScript and gives what the compiler says; nothing where all is well. */
  compile(options?: object): Promise<string>;
}

/** Packs the client and installs it. */
export function clientProject(): Project {
  let folder: string;
  let files: string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'client-'));
    const installed = join(folder, 'node_modules/stripe-socket-client');
    await mkdir(installed, { recursive: true });
    const { stdout } = await execute('npm', ['pack', CLIENT, '--json', '--pack-destination', folder]);
    const [{ filename }] = JSON.parse(stdout);
    await execute('tar', ['-xzf', join(folder, filename), '--strip-components=1', '-C', installed]);
    files = (await readdir(installed, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1))
      .sort();
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return {
    get folder() {
      return folder;
    },
    get files() {
      return files;
    },
    async copy(fixture) {
      const source = await readFile(join(ROOT, 'test/client/fixtures', fixture), 'utf8');
      const file = join(folder, fixture);
      const installed = source
        .replaceAll('../../../client/src/index.js', 'stripe-socket-client')
        .replaceAll(/'..\/..\/..\/client\/generated\/(\w+)\.js'/g, "'stripe-socket-client/$1'");
      await writeFile(file, installed);
      return file;
    },
    async compile(options = {}) {
      const compilerOptions = {
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'],
        types: [],
        module: 'nodenext',
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        skipLibCheck: false,
        ...options,
      };
      const config = { compilerOptions, include: ['*.ts'] };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
      return execute(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]).then(
        () => '',
        ({ stdout }) => stdout as string,
      );
    },
  };
}
