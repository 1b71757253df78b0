/** What the README says in tables is what the code says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { localSettings } from '#lib/cli/settings.ts';
import { settings } from '#lib/config/config.ts';
import { deploySettings } from '#lib/deploy/settings.ts';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { connectorSettings } from '#lib/surfaces/connector/settings.ts';
import { restSettings } from '#lib/surfaces/rest/cors.ts';
import { ROOT } from '../../helpers/command.ts';

/** The rows of the table under a heading, without what only aligns them. */
async function tableUnder(heading: string, file = 'README.md'): Promise<string[]> {
  const readme = await readFile(join(ROOT, file), 'utf8');
  const [, section] = new RegExp(`^#+ ${heading}\n([^]*?)^#`, 'm').exec(readme)!;
  return section!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.replaceAll(/ +/g, ' '));
}

test('the configuration is that of the code', async () => {
  const all = { ...localSettings, ...settings, ...connectorSettings, ...restSettings, ...deploySettings };
  const rows = Object.entries(all).map(([name, setting]) => {
    const fallback = (setting as { default?: unknown }).default;
    return `| \`${name}\` | ${fallback === undefined ? '' : `\`${fallback}\` `}| ${v.getDescription(setting)} |`;
  });
  expect((await tableUnder('Configuration')).sort()).toEqual(rows.sort());
});

test('the sockets and their arguments are those of the code', async () => {
  const rows = (await readCatalogue())
    .filter(({ endpoint }) => endpoint.surface === 'socket' && endpoint.operation !== undefined)
    .map(({ name, endpoint }) => {
      const names = endpoint.arguments.map((one) => `\`${one.name}${one.required ? '*' : ''}\``);
      return `| \`${name}\` | ${names.join(', ')} | ${endpoint.description} |`;
    });
  expect(await tableUnder('Endpoints', 'functions/socket/README.md')).toEqual(rows);
});

test('the commands are those of package.json', async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
  expect(named).toEqual(expect.arrayContaining(['sandbox', 'token', 'test:faults']));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
