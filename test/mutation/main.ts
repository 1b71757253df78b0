/**
 * `npm run test:mutation`: changes the code in one place at a time, and runs the tests that reach that place. A change
 * that no test notices is a mutant that survives: a value that no test checks.
 *
 * Arguments are areas, by default all: `npm run test:mutation -- money paging`. Options go to Stryker:
 * `--mutate sandbox/store.ts` changes other files than those of the area, `--concurrency 4` uses more processes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { AREAS } from './areas.ts';

const given = process.argv.slice(2);
const firstOption = given.findIndex((argument) => argument.startsWith('-'));
const [named, options] =
  firstOption < 0 ? [given, []] : [given.slice(0, firstOption), given.slice(firstOption)];
const unknown = named.filter((name) => !Object.hasOwn(AREAS, name));
if (unknown.length > 0) {
  console.error(`There is no area ${unknown.join(', ')}. Areas: ${Object.keys(AREAS).join(', ')}.`);
  process.exit(2);
}

for (const name of named.length > 0 ? named : Object.keys(AREAS)) {
  const { mutate, tests } = AREAS[name]!;
  const missing = [...mutate, ...tests.map((pattern) => `${pattern}.test.ts`)].filter(
    (pattern) => globSync(pattern).length === 0,
  );
  if (missing.length > 0) {
    throw new Error(`The area ${name} has no files ${missing.join(', ')}.`);
  }
  console.log(`\n${name}: ${mutate.join(', ')}`);
  const stryker = spawn('stryker', ['run', 'test/mutation/stryker.config.js', ...options], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_FILES: JSON.stringify(mutate), MUTATION_TESTS: JSON.stringify(tests) },
  });
  const [status] = await once(stryker, 'exit');
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
