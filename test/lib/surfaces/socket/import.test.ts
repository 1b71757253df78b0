/** `npm run socket:import`: what it says of foreign manifests, with which status, and what it refuses to read. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NODE_COMPILE_CACHE } from '#lib/cli/compile-cache.ts';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { compare, type Finding, isRejected } from '#lib/surfaces/socket/import/compare.ts';
import { readManifest } from '#lib/surfaces/socket/import/foreign.ts';
import { ImportError, readSource } from '#lib/surfaces/socket/import/source.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
let folder: string;
let catalogue: Entry[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'socket-import-'));
  catalogue = await readCatalogue();
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function command(...given: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const run = promisify(execFile)(process.execPath, ['lib/cli/socket-import.ts', ...given], {
    cwd: ROOT,
    env: { ...process.env, NODE_COMPILE_CACHE },
  });
  try {
    return { status: 0, ...(await run) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

/** What is found of one endpoint, by parameter; the endpoint itself stands under an empty name. */
function found(name: string, definition: unknown): Record<string, Pick<Finding, 'verdict' | 'note'>> {
  const { endpoints } = readManifest({ endpoints: { [name]: definition } }, 'test');
  return Object.fromEntries(
    compare(endpoints[0]!, catalogue).map(({ parameter = '', verdict, note }) => [
      parameter,
      { verdict, note },
    ]),
  );
}

const verdicts = (name: string, definition: unknown) =>
  Object.fromEntries(Object.entries(found(name, definition)).map(([key, { verdict }]) => [key, verdict]));

describe('the command', () => {
  test('finds nothing to say against the manifest of this service', async () => {
    const { status, stdout, stderr } = await command('socket.yml');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^stripe \d/);
    expect(stdout).not.toMatch(/ (differs|ignored|missing|rejected) /);
    expect(stdout).toContain(
      '11 endpoints: 11 supported, 0 rejecting calls that the manifest allows, 0 missing.',
    );
  });

  test('exits with 1 where a call would be refused, and says which', async () => {
    const path = file(
      'old.yml',
      `name: stripe
version: 0.0.9
endpoints:
  create-card:
    file: scripts/create-card.js
    parameters:
      apiKey: {type: string, required: true}
      token: {type: string, required: true, example: tok_x}
      customer: {type: string, required: false}
  refund-everything: {file: scripts/refund.js}
`,
    );
    const { status, stdout, stderr } = await command(path);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(
      /create-card +customer +string +string\* +rejected +required here, optional there/,
    );
    expect(stdout).toMatch(/refund-everything +missing +no such endpoint/);
    expect(stdout).toContain(
      '2 endpoints: 0 supported, 1 rejecting calls that the manifest allows, 1 missing.',
    );
  });

  test.each([
    ['no argument', [], /^Pass one file or URL/],
    ['two arguments', ['a', 'b'], /^Pass one file or URL/],
    ['an unknown flag', ['--verbose'], /^Unknown option '--verbose'/],
    [
      'a file that is not there',
      ['nowhere.yml'],
      /^nowhere\.yml cannot be read: no such file or directory\.$/,
    ],
    ['a folder', ['lib'], /^lib cannot be read: illegal operation on a directory\.$/],
    [
      'a scheme that is not fetched',
      ['ftp://example.com/socket.yml'],
      /^A manifest must be a file or an http/,
    ],
    [
      'a URL with a password',
      ['http://me:secret@example.com/'],
      /^http:\/\/example\.com\/: URLs with a password/,
    ],
  ])('exits with 2 and one line for %s', async (_, given, message) => {
    const { status, stdout, stderr } = await command(...given);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stderr).not.toContain('secret');
  });

  test('tells how it is called', async () => {
    expect(await command('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--scaffold'),
    });
  });
});

describe('a source', () => {
  let server: Server;
  let base: string;
  const answers: Record<string, (respond: (status: number, body: string) => void) => void> = {
    '/socket.yml': (respond) => respond(200, 'name: x\nendpoints: {}\n'),
    '/socket.json': (respond) => respond(200, '{"name": "x", "endpoints": {}}'),
    '/large': (respond) => respond(200, 'x'.repeat(2000)),
    '/missing': (respond) => respond(404, 'endpoints: {}'),
    '/slow': () => undefined,
  };

  beforeAll(async () => {
    server = createServer(({ url }, response) =>
      answers[url!.split('?')[0]!]!((status, body) => response.writeHead(status).end(body)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const limits = { bytes: 1000, milliseconds: 300 };

  test('is a URL, of YAML or of JSON', async () => {
    expect(await readSource(`${base}/socket.yml`)).toEqual({ name: 'x', endpoints: {} });
    expect(await readSource(`${base}/socket.json`)).toEqual({ name: 'x', endpoints: {} });
  });

  test.each([
    ['/large', /\/large is larger than 1000 bytes\.$/],
    ['/missing', /\/missing responded with status 404\.$/],
    ['/slow?key=secret', /\/slow cannot be fetched: it takes too long\.$/],
  ])('%s is refused, and what its query holds is not told', async (path, message) => {
    await expect(readSource(base + path, limits)).rejects.toThrow(message);
    await expect(readSource(base + path, limits)).rejects.toThrow(ImportError);
  });

  test.each([
    ['broken YAML', 'a: b: c', /is not valid YAML or JSON: Nested mappings/],
    ['an unclosed list', '{"a": [', /is not valid YAML or JSON/],
    ['a file that is too large', 'x'.repeat(1001), /is larger than 1000 bytes/],
    ['a file of several documents', 'a: 1\n---\nb: 2\n', /is not valid YAML or JSON/],
    ['aliases without end', `a: &a [x]\n${aliases(12)}`, /is not valid YAML or JSON: Excessive alias count/],
  ])('with %s is refused in one line', async (name, text, message) => {
    const path = file(name.replaceAll(' ', '-'), text);
    await expect(readSource(path, limits)).rejects.toThrow(message);
    await expect(readSource(path, limits)).rejects.not.toThrow(/\n/);
  });

  test('that is not text is refused', async () => {
    const path = join(folder, 'binary');
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00]));
    await expect(readSource(path)).rejects.toThrow(/is not valid YAML or JSON/);
  });

  test.each([
    ['a text', 'hello'],
    ['nothing', null],
    ['a list', []],
    ['no endpoints', { name: 'x' }],
  ])('that holds %s is not a manifest', (_, document) => {
    expect(() => readManifest(document, 'x.yml')).toThrow('x.yml is not a socket manifest');
  });

  test('whose endpoint is not defined is not a manifest', () => {
    expect(() => readManifest({ endpoints: { hello: 'world' } }, 'x.yml')).toThrow('the endpoint hello');
  });
});

describe('a manifest of the first age', () => {
  test('says nothing of parameters, so there is nothing against it', () => {
    expect(found('create-card', { POST: { file: 'create-card.js', description: 'Adds a card' } })).toEqual({
      '': { verdict: 'supported', note: 'the manifest does not list its parameters' },
    });
  });

  test('may allow a method that is refused here', () => {
    expect(found('create-card', { GET: { script: 'create-card' } })).toEqual({
      '': {
        verdict: 'rejected',
        note: 'GET gets status 405; the manifest does not list its parameters',
      },
    });
  });
});

describe('an endpoint', () => {
  test('that is a document, or that is not there, is missing', () => {
    expect(verdicts('socket.yml', {})).toEqual({ '': 'missing' });
    expect(verdicts('refund-charge', {})).toEqual({ '': 'missing' });
    expect(verdicts('constructor', {})).toEqual({ '': 'missing' });
  });

  test('that states no parameters where some are required here refuses such a call', () => {
    expect(verdicts('capture-charge', { description: 'Captures' })).toEqual({
      '': 'supported',
      apiKey: 'differs',
      charge: 'rejected',
    });
  });

  test('need not take the key as an argument: a header does the same', () => {
    const without = found('capture-charge', { parameters: { charge: { type: 'string', required: true } } });
    expect(Object.values(without).some((finding) => isRejected(finding as Finding))).toBe(false);
    expect(without['apiKey']).toEqual({ verdict: 'differs', note: expect.stringContaining('Bearer') });
    const optional = found('capture-charge', {
      parameters: { apiKey: { type: 'string' }, charge: { type: 'string', required: true } },
    });
    expect(optional['apiKey']).toEqual({ verdict: 'supported', note: expect.stringContaining('Bearer') });
  });

  test('may have a parameter that has no effect here', () => {
    expect(verdicts('create-customer', { parameters: { colour: { type: 'string' } } })).toMatchObject({
      '': 'supported',
      colour: 'ignored',
    });
  });

  test('must give one of several where one of them is required here', () => {
    const charge = (more: object) => ({
      inputs: {
        type: 'object',
        required: ['apiKey', 'amount', 'currency'],
        properties: {
          apiKey: { type: 'string' },
          amount: { type: 'integer', minimum: 1 },
          currency: { type: 'string' },
          card: { type: 'string' },
          customer: { type: 'string' },
        },
        ...more,
      },
    });
    expect(verdicts('create-charge', charge({}))).toMatchObject({ 'card, customer': 'rejected' });
    const either = [{ required: ['card'] }, { required: ['customer'] }];
    const good = {
      '': 'supported',
      apiKey: 'supported',
      amount: 'supported',
      currency: 'supported',
      card: 'supported',
      customer: 'supported',
    };
    expect(verdicts('create-charge', charge({ anyOf: either }))).toEqual(good);
    expect(verdicts('create-charge', charge({ oneOf: either }))).toEqual(good);
    expect(verdicts('create-charge', charge({ allOf: [{ anyOf: either }] }))).toEqual(good);
    expect(verdicts('create-charge', charge({ anyOf: [...either, {}] }))).toMatchObject({
      'card, customer': 'rejected',
    });
    expect(verdicts('create-charge', charge({ anyOf: [] }))).toMatchObject({ 'card, customer': 'rejected' });
  });

  test('is described by its schema where it is described twice', () => {
    expect(
      verdicts('capture-charge', {
        parameters: { charge: { type: 'object' } },
        inputs: { properties: { charge: { type: 'string' } }, required: ['charge'] },
      }),
    ).toMatchObject({ charge: 'supported' });
  });

  test('may be in a list, and so may its parameters', () => {
    const { endpoints } = readManifest(
      {
        endpoints: [
          { name: 'capture-charge', parameters: [{ name: 'charge', type: 'string', required: true }] },
        ],
      },
      'test',
    );
    expect(compare(endpoints[0]!, catalogue).some(isRejected)).toBe(false);
  });
});

describe('the type of a parameter', () => {
  test.each([
    ['list-cards', 'limit', { type: 'integer' }, 'supported'],
    ['list-cards', 'limit', { type: 'int', example: 5 }, 'supported'],
    ['list-cards', 'limit', { type: 'number' }, 'differs'],
    ['list-cards', 'limit', { type: 'string' }, 'differs'],
    ['list-cards', 'limit', {}, 'differs'],
    ['list-cards', 'limit', { type: 'boolean' }, 'rejected'],
    ['list-cards', 'limit', { type: 'array' }, 'rejected'],
    ['list-cards', 'limit', { type: ['integer', 'object'] }, 'rejected'],
    ['list-cards', 'limit', { type: ['integer', 'null'] }, 'supported'],
    ['list-cards', 'limit', { anyOf: [{ type: 'integer' }, { type: 'boolean' }] }, 'rejected'],
    ['list-cards', 'limit', { type: 'integer', enum: [10, 20] }, 'supported'],
    ['list-cards', 'limit', { type: 'integer', enum: [10, 1000] }, 'rejected'],
    ['list-cards', 'limit', { const: 1000 }, 'rejected'],
    ['list-cards', 'limit', { type: 'integer', maximum: 100 }, 'supported'],
    ['list-cards', 'limit', { type: 'integer', maximum: 1000 }, 'rejected'],
    ['list-cards', 'limit', { type: 'integer', examples: [0] }, 'rejected'],
    ['list-cards', 'limit', { type: 'string', example: 'ten' }, 'rejected'],
    ['cancel-subscription', 'instant', { type: 'bool' }, 'supported'],
    ['cancel-subscription', 'instant', { type: 'string', example: 'true' }, 'differs'],
    ['cancel-subscription', 'instant', { type: 'string', enum: ['yes', 'no'] }, 'rejected'],
    ['cancel-subscription', 'instant', { type: 'integer' }, 'rejected'],
    ['create-customer', 'description', { type: 'text' }, 'supported'],
    ['create-customer', 'description', { type: 'integer' }, 'differs'],
    ['create-customer', 'description', { type: 'object', example: '{"a": 1}' }, 'rejected'],
    ['create-customer', 'description', 'string', 'supported'],
    ['create-charge', 'card', { type: 'object', example: '{"number": "…"}' }, 'supported'],
  ])('%s %s: %j is %s', (name, parameter, definition, verdict) => {
    expect(verdicts(name, { parameters: { [parameter]: definition } })[parameter]).toBe(verdict);
  });

  test('is not told with the value where that is a secret', () => {
    const { apiKey } = found('list-cards', {
      parameters: { apiKey: { type: 'string', required: true, example: 'hunter 2' } },
    });
    expect(apiKey).toEqual({ verdict: 'rejected', note: expect.not.stringContaining('hunter') });
  });

  test('that refers to itself ends', () => {
    const choice: { anyOf: unknown[]; type: string } = { type: 'integer', anyOf: [] };
    choice.anyOf.push(choice, choice);
    expect(verdicts('list-cards', { parameters: { limit: choice } })['limit']).toBe('supported');
  });
});

/** Lines that each double what the line before stands for. */
function aliases(count: number): string {
  const names = 'abcdefghijklmnopqrstuvwxyz';
  return Array.from({ length: count }, (_, index) => {
    const [before, name] = [names[index], names[index + 1]];
    return `${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`;
  }).join('\n');
}
