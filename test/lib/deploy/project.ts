/** The project packaged by `npm run package`, in a folder of its own, so that what others build is left alone. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Template } from '#lib/deploy/template.ts';
import { ROOT } from '../../helpers/command.ts';

/** Where the framework keeps what it made of the schema of `serverless.yml`, which takes longer than all else it does. */
const SLS_SCHEMA_CACHE_BASE_DIR = join(ROOT, 'node_modules/.cache');

/** What `serverless.yml` and the build read. */
const SOURCES = [
  'functions',
  'lib',
  'package.json',
  'sandbox',
  'serverless.cards.yml',
  'serverless.yml',
  'socket.yml',
];

/** What packaging made. */
export interface Packaged {
  /** Its folder. */
  readonly folder: string;
  readonly template: Template;
  /** The template's text, and that of the one that the stack begins with. */
  readonly text: string;
  readonly firstText: string;
  /** The archive with the code of all functions. */
  readonly archive: Buffer;
  remove(): Promise<void>;
}

/**
 * Packages the service for a stage with some settings. Of this process's environment, only PATH is passed on: no
 * credentials, for one.
 * @param config the framework's file: that of the service, or that of the cards' table
 */
export async function packageProject(
  settings: Readonly<Record<string, string>> = {},
  stage = 'test',
  config = 'serverless.yml',
): Promise<Packaged> {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-socket-package-'));
  const remove = () => rm(folder, { recursive: true });
  try {
    await Promise.all(SOURCES.map((name) => cp(join(ROOT, name), join(folder, name), { recursive: true })));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(folder, `.env.${stage}`), lines.join(''));
    await promisify(execFile)(
      process.execPath,
      ['node_modules/serverless/bin/serverless.js', 'package', '--config', config, '--stage', stage],
      {
        cwd: folder,
        env: { PATH: process.env['PATH'], HOME: folder, SLS_SCHEMA_CACHE_BASE_DIR },
      },
    );
    const made = join(folder, '.serverless');
    const text = await readFile(join(made, 'cloudformation-template-update-stack.json'), 'utf8');
    return {
      folder,
      template: JSON.parse(text),
      text,
      firstText: await readFile(join(made, 'cloudformation-template-create-stack.json'), 'utf8'),
      archive: await readFile(join(made, 'stripe-socket.zip')).catch(ignoreAbsence),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A stack without functions has no archive. */
function ignoreAbsence(error: NodeJS.ErrnoException): Buffer {
  if (error.code !== 'ENOENT') {
    throw error;
  }
  return Buffer.alloc(0);
}
