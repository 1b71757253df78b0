/**
 * `npm run lint:openapi`: has the descriptions in OpenAPI checked by Redocly's and Spectral's linters, which must find
 * nothing. They are fetched by npx at the versions below: as dependencies they would be 260 packages more.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDocument } from '#documents';

const ROOT = new URL('../../', import.meta.url);
const DOCUMENTS = ['functions/openapi.json', 'functions/rest/openapi.json'];

const config = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The linters: how each is called for a file, and how many problems its output tells of. */
const LINTERS = [
  {
    name: 'redocly recommended',
    package: '@redocly/cli@2.77.0',
    call: (file: string) => ['redocly', 'lint', file, '--config', config('redocly.yaml'), '--format=json'],
    problems: (output: string) => JSON.parse(output).problems as object[],
  },
  {
    name: 'spectral:oas',
    package: '@stoplight/spectral-cli@6.16.3',
    call: (file: string) => [
      'spectral',
      'lint',
      file,
      '--ruleset',
      config('spectral.yaml'),
      '--format=json',
      '--quiet',
    ],
    problems: (output: string) => JSON.parse(output) as object[],
  },
];

/** Gives what a command writes to standard output; linters end with another status where they find something. */
function outputOf(command: readonly string[]): Promise<string> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off' };
  return new Promise((resolve, reject) => {
    execFile('npx', command, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (stdout.trim() === '') {
        reject(new Error(`npx ${command.join(' ')} wrote nothing: ${stderr || error?.message}`));
      } else {
        resolve(stdout);
      }
    });
  });
}

const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
try {
  for (const document of DOCUMENTS) {
    const file = join(folder, document.replaceAll('/', '-'));
    await writeFile(file, await readDocument(new URL(document, ROOT)));
    for (const { name, package: pinned, call, problems } of LINTERS) {
      const found = problems(await outputOf(['--yes', `--package=${pinned}`, '--', ...call(file)]));
      console.log(`${document}, ${name}: ${found.length} errors and warnings.`);
      if (found.length > 0) {
        console.error(
          found
            .slice(0, 5)
            .map((problem) => JSON.stringify(problem))
            .join('\n'),
        );
        process.exitCode = 1;
      }
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
