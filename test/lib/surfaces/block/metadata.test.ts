/** What the package says of itself: to machines, and to people. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call } from '../../../helpers/call.ts';
import { documentText } from '../../../helpers/documents.ts';
import { type Block, readBlocks } from './blocks.ts';

interface Metadata {
  package: string;
  name: string;
  tagline: string;
  description: string;
  accounts: { domain: string; credentials: string[] };
  blocks: Described[];
}

interface Arg {
  name: string;
  type: string;
  options?: string[];
  structure?: { name: string; type: string; info: string; required: boolean }[];
  info: string;
  required: boolean;
}

interface Described {
  name: string;
  description: string;
  args: Arg[];
  callbacks: { name: string; info: string }[];
}

const metadata = JSON.parse(await documentText('functions/block/metadata.json')) as Metadata;
const readme = await documentText('functions/block/README.md');

let entry: Entry;
let blocks: Map<string, Block>;

beforeAll(async () => {
  entry = (await readCatalogue()).find(({ path }) => path === '/api/Stripe')!;
  blocks = await readBlocks();
});

describe('GET /api/Stripe', () => {
  test('gives the metadata, to everyone', async () => {
    expect(entry.method).toBe('GET');
    const reply = await call(entry.handler);
    expect(reply).toMatchObject({ status: 200, body: metadata });
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('takes no other method', async () => {
    expect(await call(entry.handler, { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
      body: { error: { type: 'invalid_request_error' } },
    });
  });

  test('says what the package is', () => {
    expect(metadata).toMatchObject({
      package: 'Stripe',
      name: 'Stripe',
      tagline: expect.stringMatching(/\w/),
      description: expect.stringMatching(/\w/),
      accounts: { domain: 'stripe.com', credentials: ['apiKey'] },
      events: [],
      image: expect.stringMatching(/^data:image\/png;base64,iVBORw0KGgo/),
    });
  });

  test('describes every block, with its callbacks', () => {
    expect(metadata.blocks.map(({ name }) => name).sort()).toEqual([...blocks.keys()].sort());
    for (const { description, callbacks } of metadata.blocks) {
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(callbacks.map(({ name }) => name)).toEqual(['error', 'success']);
    }
  });

  test.each(metadata.blocks.map((described) => [described.name, described] as const))(
    '%s has its arguments, in the package’s words',
    (name, { args }) => {
      const known = blocks.get(name)!.endpoint.arguments;
      expect(args.map((arg) => [arg.name, arg.required])).toEqual([
        ['apiKey', true],
        ...known.map((argument) => [argument.name, argument.required]),
      ]);
      expect(
        args.filter(({ info }) => info.endsWith(' Beyond the table of the original package.')),
      ).toHaveLength(known.filter(({ beyondTable }) => beyondTable).length);
      for (const { name, type, info } of args) {
        expect(type).toMatch(name === 'apiKey' ? /^credentials$/ : /^(String|Number|JSON|Select|Array)$/);
        expect(info).toMatch(/^[A-Z].*\.$/);
        expect(info).not.toMatch(/`[a-z]+_[a-z_]+`/);
      }
    },
  );

  const arg = (block: string, name: string) =>
    metadata.blocks.find((one) => one.name === block)!.args.find((one) => one.name === name)!;

  test.each([
    ['rejectAccount', 'reason', ['fraud', 'terms_of_service', 'other']],
    ['updateOrder', 'status', ['created', 'paid', 'canceled', 'fulfilled', 'returned']],
    ['createRefund', 'reason', ['duplicate', 'fraudulent', 'requested_by_customer']],
  ])('lists the choices of %s.%s', (block, name, options) => {
    expect(arg(block, name)).toMatchObject({ type: 'Select', options: expect.arrayContaining(options) });
  });

  test('shows key/value pairs as the list that they may be', async () => {
    const pairs = metadata.blocks.flatMap(({ args }) => args.filter(({ type }) => type === 'Array'));
    expect(pairs.length).toBeGreaterThan(30);
    for (const { structure } of pairs) {
      expect(structure!.map(({ name, type }) => [name, type])).toEqual([
        ['keyName', 'String'],
        ['value', 'String'],
      ]);
    }
    expect(arg('createOrder', 'metadata').type).toBe('Array');
    expect(arg('createOrder', 'items').type).toBe('JSON');
  });

  test('gives choices and structures where their types need them, and nowhere else', () => {
    for (const { type, options, structure } of metadata.blocks.flatMap(({ args }) => args)) {
      expect([options !== undefined, structure !== undefined]).toEqual([type === 'Select', type === 'Array']);
    }
  });

  test('marks what the original package took beyond its table', () => {
    const marked = metadata.blocks.flatMap(({ name: block, args }) =>
      args.filter(({ info }) => info.includes('Beyond the table')).map(({ name }) => `${block}.${name}`),
    );
    expect(marked).toEqual(
      expect.arrayContaining([
        'createAccount.type',
        'createCharge.applicationFee',
        'createCharge.metadata',
        'createProduct.id',
        'createSKU.id',
        'createTransfer.metadata',
        'createTransferReversal.amount',
        'getTransferList.recipient',
      ]),
    );
    expect(marked).not.toContain('createTransferReversal.transferId');
  });

  test('says which blocks call what Stripe has retired', () => {
    const retired = metadata.blocks.filter(({ description }) => description.includes(' Retired: '));
    const called = [...blocks.values()].filter(({ endpoint }) => endpoint.operation.retired !== undefined);
    expect(retired.map(({ name }) => name).sort()).toEqual(called.map(({ name }) => name).sort());
    expect(retired.map(({ name }) => name)).toEqual(expect.arrayContaining(['createReceiver', 'payOrder']));
  });
});

describe('the README', () => {
  const examples = [...readme.matchAll(/^## (\w+)\n[\s\S]*?```json\n(.*)\n```/gm)];

  test('has a section with an example for every block, whose arguments are its own', () => {
    const sections = examples.filter(([, name]) => blocks.has(name!));
    expect(sections.map(([, name]) => name).sort()).toEqual([...blocks.keys()].sort());
    for (const [, name, example] of sections) {
      const { apiKey, ...args } = (JSON.parse(example!) as { args: Record<string, unknown> }).args;
      const known = blocks.get(name!)!.endpoint.arguments;
      expect(apiKey).toBe('sk_test_demo');
      expect(known.map((argument) => argument.name)).toEqual(expect.arrayContaining(Object.keys(args)));
      expect(Object.keys(args)).toEqual(
        expect.arrayContaining(known.filter(({ required }) => required).map((argument) => argument.name)),
      );
    }
  });

  test('lists what each block accepts and rejects besides', () => {
    const sectionOf = (name: string) => readme.split(`\n## ${name}\n`)[1]!.split('\n## ')[0]!;
    expect(sectionOf('createCharge')).toContain(
      'Also accepted: `destination`, `ip`, `userAgent`, `paymentUserAgent`, `referrer`, `shipping`, `uncaptured`.',
    );
    expect(sectionOf('createCharge')).toContain('Rejected: `fraudDetails`.');
    expect(sectionOf('createTransferReversal')).toContain('| amount | Number, *beyond the table* |');
    expect(sectionOf('getCharge')).not.toContain('Also accepted');
  });

  test('says what each block calls at Stripe', () => {
    expect(blocks.size).toBe(109);
    for (const { name, endpoint } of blocks.values()) {
      const section = readme.split(`\n## ${name}\n`)[1]!.split('\n## ')[0]!;
      for (const { method, path } of [endpoint.operation, ...endpoint.otherOperations]) {
        expect(section).toContain(`\`${method} ${path}\``);
      }
    }
  });
});

const folder = process.env['STRIPE_SPEC_DIR'];
const title = 'the metadata and the tables of the package of old';
if (folder === undefined) {
  console.info(
    `Not compared: ${title}. STRIPE_SPEC_DIR can name the folder that has the latter, as blocks.json.`,
  );
  describe(title, () => {
    test.todo('are compared only where STRIPE_SPEC_DIR names the folder of the latter');
  });
} else {
  const old = JSON.parse(readFileSync(`${folder}/blocks.json`, 'utf8')) as {
    blocks: { name: string; fields: { name: string; type: string; enum?: string[] }[] }[];
  };
  const pairs = old.blocks.flatMap(({ name, fields }) =>
    fields.map((field) => ({
      place: `${name}.${field.name}`,
      field,
      arg: metadata.blocks.find((block) => block.name === name)?.args.find((arg) => arg.name === field.name),
    })),
  );

  describe(title, () => {
    test('every argument of the tables is there, with all its choices', () => {
      expect(pairs.filter(({ arg }) => arg === undefined).map(({ place }) => place)).toEqual([]);
      for (const { place, field, arg } of pairs.filter((pair) => pair.field.enum !== undefined)) {
        const options = arg!.options ?? (arg!.type === 'String' ? ['true', 'false'] : []);
        expect({ place, options }).toEqual({ place, options: expect.arrayContaining(field.enum!) });
      }
    });

    test('types differ only where those of the tables are wrong', () => {
      const differ = pairs.filter(({ field, arg }) => field.type !== arg!.type);
      const changes = Object.groupBy(differ, ({ field, arg }) => `${field.type} → ${arg!.type}`);
      expect(
        Object.fromEntries(Object.entries(changes).map(([change, all]) => [change, all!.length])),
      ).toEqual({
        // Text with listed choices, numbers as text, and dictionaries as text.
        'String → Select': 11,
        'String → Number': 34,
        'String → JSON': 13,
        // Key/value pairs.
        'JSON → Array': 30,
        'String → Array': 7,
        // Ids and other plain values.
        'credentials → String': 6,
        'credentials → Select': 1,
        'JSON → String': 4,
      });
    });
  });
}
