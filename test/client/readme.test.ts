/** The code in the client's README: all of it compiles, and what can run by itself runs. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { apiAt } from '../helpers/api.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { testApi } from '../lib/surfaces/rest/server.ts';
import { CLIENT, clientProject, execute } from './package.ts';

const sandbox = testSandbox();
const api = testApi();
const project = clientProject();

/** What readers have of their own. */
const OWN = `declare function readToken(): Promise<string>;
declare function load(): Promise<string>;
declare function save(state: string): Promise<void>;
declare function handle(charges: object[]): Promise<void>;
declare const console: { log(...values: unknown[]): void };
`;

let examples: string[];
beforeAll(async () => {
  const readme = await readFile(join(CLIENT, 'README.md'), 'utf8');
  examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code!);
});

test('compiles', async () => {
  await writeFile(join(project.folder, 'readme.ts'), OWN + examples.join('\n'));
  expect(await project.compile()).toBe('');
});

test('runs', async () => {
  const key = testKey();
  const stripe = apiAt(sandbox.url, key);
  const { id } = await stripe.post('/v1/customers');
  const file = join(project.folder, 'readme.mjs');
  const runnable = examples.filter((code) => !/readToken|load\(\)/.test(code));
  await writeFile(
    file,
    runnable.join('\n').replaceAll('https://payments.example.com', api.url).replaceAll('sk_test_…', key),
  );
  const { stdout } = await execute(process.execPath, [file]);
  const [charge, declined, customer] = stdout.split('\n');
  const { data } = await stripe.get('/v1/charges');
  expect(data.map((one: { id: string }) => one.id)).toContain(charge);
  expect(declined).toMatch(/^402 card_declined generic_decline req_/);
  expect(customer).toMatch(new RegExp(`^${id} \\d{4}-`));
});
