/** The codes of our own errors: documented once for each surface, with the status that the error has. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { codesOf, ERROR_CODES, HttpError, type OwnErrorCode } from '#lib/http/errors.ts';
import { restStatus } from '#lib/surfaces/rest/errors.ts';

/** Where the codes of each surface are listed. */
const TABLES = [
  ['socket', 'ERRORS.md', '## Sockets'],
  ['block', 'block/README.md', '## Error codes'],
  ['connector', 'ERRORS.md', '## Connector'],
  ['card', 'card/README.md', '## Error codes'],
  ['rest', 'ERRORS.md', '## REST'],
  ['mcp', 'mcp/README.md', '## Error codes'],
] as const;
const SURFACES = TABLES.map(([surface]) => surface);

test.each(TABLES)(
  'the codes of the surface %s are listed in %s, with their status',
  async (surface, file, heading) => {
    const text = await readFile(new URL(`../../../functions/${file}`, import.meta.url), 'utf8');
    const [, section = ''] = text.split(`\n${heading}\n`);
    const listed = [...section.split('\n## ')[0]!.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(
      ([, code, status]) => [code, Number(status)],
    );
    const shown = surface === 'rest' ? restStatus : (status: number) => status;
    expect(listed).toEqual(codesOf(surface).map(({ code, status }) => [code, shown(status)]));
    expect(listed.length).toBeGreaterThan(10);
  },
);

test('every code belongs to a surface, and its meaning is a sentence', () => {
  const codes = Object.keys(ERROR_CODES) as OwnErrorCode[];
  const documented = new Set(SURFACES.flatMap((surface) => codesOf(surface).map(({ code }) => code)));
  expect(codes.filter((code) => !documented.has(code))).toEqual([]);
  for (const code of codes) {
    expect(ERROR_CODES[code].meaning).toMatch(/^[A-Z].*\.$/);
    expect(new HttpError(code, 'x').status).toBe(ERROR_CODES[code].status);
  }
});
