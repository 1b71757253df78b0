/** `npm run socket:import -- --scaffold`: what is written for endpoints that are missing. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readOperations } from '#lib/operations/read-operations.ts';
import { readManifest } from '#lib/surfaces/socket/import/foreign.ts';
import { type Scaffolded, scaffold } from '#lib/surfaces/socket/import/scaffold.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const MANIFEST = {
  endpoints: {
    'retrieve-charge': {
      description: "Retrieves a customer's charge.",
      parameters: { apiKey: { type: 'string' }, charge: { type: 'string', required: true } },
    },
    'get-customer': {
      parameters: { customerID: { type: 'string', required: true }, verbose: { type: 'boolean' } },
    },
    'delete-plan': { parameters: { id: { type: 'string', required: true } } },
    'refund-charge': { parameters: { 'charge-id': { type: 'string' }, amount: { type: 'integer' } } },
    'list-customers': { parameters: { limit: { type: 'integer' } } },
    'update-plan': {
      parameters: { plan: { type: 'string', required: true }, colour: { type: 'string', required: true } },
    },
    'send-invoice-by-mail': {
      description: 'Says "it\'s here"; \u2028 `process.exit(1)` */ and more',
      parameters: { to: { type: 'string' }, "it's": { type: 'string' } },
    },
    'capture-payment': {},
    constructor: {},
    'charge/capture-charge': { parameters: { charge: { type: 'string', required: true } } },
    'charge/retrieve': { parameters: { charge: { type: 'string', required: true } } },
    'charge/charges': { description: 'As long as they come. '.repeat(20) },
    'a/../b': {},
    '/charge': {},
    'create-coupon': {
      description: '長い説明文'.repeat(12),
      parameters: { duration: { type: 'string', required: true }, id: { type: 'string' } },
    },
    'delete-coupon': {
      description: `${'x'.repeat(90)}.`,
      parameters: { id: { type: 'string', required: true } },
    },
    'update-coupon': {
      description: `${'x'.repeat(89)}.`,
      parameters: { coupon: { type: 'string', required: true } },
    },
    '../evil': {},
    'Create-Card': {},
    'socket.yml': {},
    ['x'.repeat(65)]: {},
  },
};

let folder: string;
let functions: string;
let outcome: Map<string, Scaffolded>;

const written = (name: string) => readFileSync(join(functions, `${name}.ts`), 'utf8');
const fill = async () =>
  scaffold(readManifest(MANIFEST, 'test').endpoints, await readOperations(), pathToFileURL(`${functions}/`));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'socket-scaffold-'));
  functions = join(folder, 'functions', 'socket');
  mkdirSync(functions, { recursive: true });
  for (const name of ['package.json', 'tsconfig.json', 'biome.json', '.gitignore']) {
    cpSync(join(ROOT, name), join(folder, name));
  }
  for (const name of ['lib', 'sandbox', 'node_modules']) {
    symlinkSync(join(ROOT, name), join(folder, name));
  }
  writeFileSync(join(functions, 'capture-payment.ts'), '// kept\n');
  outcome = new Map((await fill()).map((each) => [each.endpoint, each]));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an endpoint whose operation is plain', () => {
  test.each([
    ['retrieve-charge', 'charges.retrieve', { charge: 'charge' }],
    ['get-customer', 'customers.retrieve', { customerID: 'customer' }],
    ['delete-plan', 'plans.del', { id: 'plan' }],
    ['refund-charge', 'refunds.create', { 'charge-id': 'charge', amount: 'amount' }],
    ['list-customers', 'customers.list', { limit: 'limit' }],
    ['charge/capture-charge', 'charges.capture', { charge: 'charge' }],
    ['charge/retrieve', 'charges.retrieve', { charge: 'charge' }],
  ])('%s is made with %s', (name, operation, map) => {
    const lines = Object.entries(map).map(([argument, target]) =>
      argument.includes('-') ? `    '${argument}': '${target}',` : `    ${argument}: '${target}',`,
    );
    expect(written(name)).toContain(`socket(\n  ${operation},\n  {\n${lines.join('\n')}\n  },`);
    expect(outcome.get(name)).toMatchObject({ file: `${name}.ts`, note: expect.stringContaining('check') });
  });

  test('says which parameters there is nothing for', () => {
    expect(outcome.get('get-customer')!.note).toContain('no counterpart of verbose');
  });

  test('keeps its description', () => {
    expect(written('retrieve-charge')).toContain('description: "Retrieves a customer\'s charge.",');
  });
});

describe('an endpoint whose operation is not plain', () => {
  test.each(['send-invoice-by-mail', 'update-plan', 'constructor', 'charge/charges'])(
    '%s answers 501',
    (name) => {
      expect(outcome.get(name)).toMatchObject({ file: `${name}.ts`, note: expect.stringContaining('501') });
    },
  );

  test('says when it is called what is to be filled in', () => {
    const program = `
      const { handler } = await import(process.argv[1]);
      const event = { version: '2.0', rawPath: '/', requestContext: { http: { method: 'POST' } }, headers: {} };
      const { statusCode, body } = await handler(event);
      console.log(JSON.stringify({ statusCode, body: JSON.parse(body) }));
    `;
    const stdout = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        program,
        pathToFileURL(join(functions, 'send-invoice-by-mail.ts')).href,
      ],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, LOG_LEVEL: 'silent' } },
    );
    const { statusCode, body } = JSON.parse(stdout);
    expect(statusCode).toBe(501);
    expect(body.error).toMatchObject({ type: 'api_error', code: 'not_implemented' });
    expect(body.error.message).toMatch(/functions\/socket\/send-invoice-by-mail\.ts .* \(to, it's\)/);
  });
});

describe('what is written', () => {
  /** What a tool of the project says of the files; what it says of others is not of interest here. */
  const complaints = (...given: string[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, given, { cwd: folder, encoding: 'utf8' });
    return `${stdout}\n${stderr}`.split('\n').filter((line) => line.startsWith('functions/'));
  };

  test('compiles, and passes the static checks', () => {
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), include: ['functions'] }),
    );
    // Of a file that is wrong, each of them has something to say.
    writeFileSync(join(functions, 'wrong.ts'), 'let wrong: number = "text"\n');
    for (const tool of [
      ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
      ['node_modules/@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', 'functions'],
    ]) {
      const files = complaints(...tool).map((line) => /^functions\/socket\/[\w./-]+\.ts/.exec(line)?.[0]);
      expect([...new Set(files)]).toEqual(['functions/socket/wrong.ts']);
    }
    rmSync(join(functions, 'wrong.ts'));
  });

  test('replaces no file', async () => {
    expect(written('capture-payment')).toBe('// kept\n');
    expect(outcome.get('capture-payment')).toMatchObject({
      file: undefined,
      note: expect.stringContaining('already exists'),
    });
    const before = readdirSync(functions);
    expect((await fill()).filter(({ file }) => file !== undefined)).toEqual([]);
    expect(readdirSync(functions)).toEqual(before);
  });

  test.each(['a/../b', '/charge', '../evil', 'Create-Card', 'socket.yml', 'x'.repeat(65)])(
    'has no file for the name %s',
    (name) => {
      expect(outcome.get(name)).toMatchObject({
        file: undefined,
        note: expect.stringContaining('not written'),
      });
    },
  );

  test('stays in its folder', () => {
    expect(readdirSync(join(folder, 'functions'))).toEqual(['socket']);
    expect(
      readdirSync(functions, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .sort(),
    ).toEqual(
      [...outcome.values()]
        .flatMap(({ file }) => file ?? [])
        .concat('capture-payment.ts')
        .sort(),
    );
  });
});
