/** The file of a stage: what is in it, and nothing else, is deployed; what does not fit is said in one line. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deploysCards, readStage, type Stage } from '#lib/deploy/stage.ts';
import { ROOT, run } from '../../helpers/command.ts';

let folder: string;
let ENV_FILE: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stripe-socket-stage-'));
  ENV_FILE = join(folder, '.env.test');
});
afterAll(() => rm(folder, { recursive: true }));

const SECRETS = {
  CONNECTOR_STATE_SECRET: 'ssm:/stripe-socket/test/connector-state-secret',
  CARD_JWT_SECRET: 'secretsmanager:stripe-socket/test/card-jwt-secret',
};

async function stageOf(
  variables: Readonly<Record<string, string>>,
  shell: NodeJS.ProcessEnv = {},
): Promise<Stage['variables']> {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(ENV_FILE, lines.join(''));
  return (await readStage('stripe-socket', 'test', { ...shell, ENV_FILE })).variables;
}

describe('the settings of a stage', () => {
  test('are those of its file, and what a deployment has by default', async () => {
    expect(await stageOf({ ...SECRETS, LOG_LEVEL: 'error' }, { PATH: '/bin', LOG_LEVEL: '' })).toEqual({
      ...SECRETS,
      LOG_LEVEL: 'error',
      CARD_STRIPE_KEY: 'ssm:/stripe-socket/test/card-stripe-key',
      CARD_TABLE: 'stripe-socket-test-cards',
      RATE_LIMIT_TABLE: 'stripe-socket-test-rate-limits',
    });
  });

  test('keep the tables and references that the file names', async () => {
    const own = { CARD_TABLE: 'restored', RATE_LIMIT_TABLE: 'limits', CARD_STRIPE_KEY: 'ssm:/key:3' };
    expect(await stageOf({ ...SECRETS, ...own })).toMatchObject(own);
  });

  test('may also be set in the shell, to the same values', async () => {
    expect(await stageOf(SECRETS, SECRETS)).toMatchObject(SECRETS);
  });
});

test.each([
  [{}, true],
  [{ SURFACES: 'socket, card' }, true],
  [{ SURFACES: 'socket' }, false],
  // Also where it is the name that a deployment would choose: then it was made in another way.
  [{ CARD_TABLE: 'stripe-socket-test-cards' }, false],
])('with %j, the table of the cards is deployed: %s', (given, expected) => {
  expect(deploysCards({ given })).toBe(expected);
});

describe('is an error', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'a certificate without a domain',
      { DOMAIN_CERTIFICATE: 'arn:aws:acm:x' },
      'DOMAIN_NAME and DOMAIN_CERTIFICATE must be set together',
    ],
    [
      'a domain without a certificate',
      { DOMAIN_NAME: 'a.example.com' },
      'DOMAIN_NAME and DOMAIN_CERTIFICATE must be set together',
    ],
    ['a secret as it is', { CARD_JWT_SECRET: 'x'.repeat(40) }, 'CARD_JWT_SECRET must be a reference'],
    ['a key as it is', { CARD_STRIPE_KEY: 'sk_test_1' }, 'ssm:/stripe-socket/test/card-stripe-key'],
    [
      'a secret that is too short',
      { CONNECTOR_STATE_SECRET: 'short' },
      'CONNECTOR_STATE_SECRET must have at least 32 characters',
    ],
    [
      'no secret for the connector',
      { CONNECTOR_STATE_SECRET: '' },
      'The connector requires CONNECTOR_STATE_SECRET',
    ],
    ['no way to check tokens', { CARD_JWT_SECRET: '' }, 'Set either CARD_JWT_SECRET or CARD_JWKS_URL'],
    ['a log that no alarm can read', { LOG_LEVEL: 'silent' }, 'LOG_LEVEL must be error or info'],
    [
      'a variable that nobody reads',
      { DOMAIN: 'a.example.com' },
      'sets DOMAIN, which deployments do not use',
    ],
    [
      'a value that does not fit',
      { STRIPE_TIMEOUT: 'long' },
      'STRIPE_TIMEOUT must be a number of milliseconds',
    ],
    ['a limit that AWS does not take', { THROTTLE_BURST: '9000' }, 'THROTTLE_BURST must be at most 5000'],
  ])('%s', async (_, variables, message) => {
    await expect(stageOf({ ...SECRETS, ...variables })).rejects.toThrow(message);
  });

  test('a variable of the shell that the file does not have', async () => {
    await expect(stageOf(SECRETS, { DOMAIN_NAME: 'a.example.com' })).rejects.toThrow(
      /^DOMAIN_NAME: set in the environment, but a deployment only reads its settings from .*\.env\.test\./,
    );
  });

  test('a stage without a file', async () => {
    await expect(readStage('stripe-socket', 'none', {})).rejects.toThrow(
      '.env.none is missing. It contains the settings of the stage none: copy .env.example to .env.none and edit it.',
    );
  });
});

describe('the file of a stage', () => {
  const given = async (text: string) => {
    await writeFile(ENV_FILE, text);
    return (await readStage('stripe-socket', 'test', { ENV_FILE })).given;
  };
  const needed = 'SURFACES=socket\n';

  test.each([
    ['a mark of its byte order', '\ufeffLOG_LEVEL=error\n'],
    ['the ends of lines that Windows has', '# a comment\r\nLOG_LEVEL=error\r\n\r\n'],
    ['export, quotes and comments', '  export LOG_LEVEL = "error" # it\'s "this"\n\n#LOG_LEVEL=info\n'],
    ['a value of several lines', 'LOG_LEVEL=error\nCARD_JWT_AUDIENCE="a\nb=c"\n'],
  ])('may have %s', async (_, text) => {
    expect(await given(text + needed)).toMatchObject({ SURFACES: 'socket', LOG_LEVEL: 'error' });
  });

  test.each([
    ['a line that is no setting', 'LOG_LEVEL: error\n', ', line 2: must be NAME=value,'],
    ['text after a quoted value', '\nLOG_LEVEL="info"error\n', ', line 3: must be NAME=value,'],
    ['a name in small letters', 'constructor=1\n', ', line 2: must be NAME=value,'],
    ['a setting twice', 'LOG_LEVEL=error\nLOG_LEVEL=info\n', ' sets LOG_LEVEL more than once.'],
    ['an expression', `CARD_JWT_AUDIENCE=${'$'}{env:HOME}\n`, ': CARD_JWT_AUDIENCE must not contain "${"'],
  ])('must not have %s', async (_, text, message) => {
    await expect(given(needed + text)).rejects.toThrow(`${ENV_FILE}${message}`);
  });

  test('is not shown where it may have parts of a secret', async () => {
    const lines = ['MIIEvQIBADANBgkqhkiG9w0BAQEF==', 'Ag+w0BAQEFMIIEvQI=', 'w0BAQEFAASCBKcwggSj'];
    for (const line of lines) {
      const text = `${needed}CARD_JWT_SECRET=-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`;
      const message = await given(text).catch((error: Error) => error.message);
      expect(message).toBe(
        `${ENV_FILE}, line 3: must be NAME=value, with the name in capitals and a value of several lines in quotes.`,
      );
    }
  });
});

test('what a surface needs is not asked for where it is not deployed', async () => {
  expect(await stageOf({ SURFACES: 'socket, block' })).toMatchObject({ SURFACES: 'socket, block' });
});

describe('a command ends with one line and no stack', () => {
  const packageWith = async (args: readonly string[], environment: Record<string, string>) =>
    promisify(execFile)(
      process.execPath,
      [join(ROOT, 'node_modules/serverless/bin/serverless.js'), 'package', ...args],
      { cwd: ROOT, env: { PATH: process.env['PATH'], HOME: folder, ...environment } },
    );

  test.each([
    ['a setting that does not fit', 'LOG_LEVEL=loud\n', /^LOG_LEVEL must be silent, error or info\.\n$/],
    [
      'a surface that there is not',
      'SURFACES=sockets\n',
      /^Unknown surface in SURFACES: sockets\. The surfaces are [^\n]*\.\n$/,
    ],
  ])('npm run package: %s', async (_, text, expected) => {
    await writeFile(ENV_FILE, text);
    await expect(packageWith(['--stage', 'test'], { ENV_FILE })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(expected),
    });
  });

  test('npm run package: a stage without a file', async () => {
    await expect(packageWith(['--stage', 'none'], {})).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^\.env\.none is missing\. [^\n]*\n$/),
    });
  });

  test('npm run deploy', async () => {
    await writeFile(ENV_FILE, 'DOMAIN_NAME=a.example.com\nSURFACES=socket\n');
    const { status, output } = await run('lib/cli/deploy.ts', ['--stage', 'test'], { ENV_FILE });
    expect(status).toBe(1);
    expect(output).toMatch(/^[^\n]*DOMAIN_NAME and DOMAIN_CERTIFICATE must be set together[^\n]*\n$/);
  });

  test('npm start, of its own file', async () => {
    await writeFile(ENV_FILE, 'PORT=many\nSURFACES=a b\nLOG_LEVEL=loud\nSTRIPE_TIMEOUT=long\n');
    const { status, output } = await run('lib/cli/start.ts', [], { ENV_FILE, STRIPE_TIMEOUT: '5000' });
    expect(status).toBe(1);
    expect(output).toBe(
      'LOG_LEVEL must be silent, error or info. SURFACES must be names of surfaces separated by commas, e.g. socket,block. PORT must be a port number.\n',
    );
  });

  test('npm start, of a file that there is not', async () => {
    const { status, output } = await run('lib/cli/start.ts', [], { ENV_FILE: join(folder, 'none') });
    expect(status).toBe(1);
    expect(output).toMatch(/^[^\n]*none cannot be read: ENOENT[^\n]*\n$/);
  });
});
