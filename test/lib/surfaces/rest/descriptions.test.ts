/** The descriptions of the REST API, read by the parsers that others read them with. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import SwaggerParser from '@apidevtools/swagger-parser';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';
import { callerAt, type Loose } from './client.ts';
import { callEverything, OPERATIONS } from './everything.ts';
import type { RamlReport } from './read-raml.ts';
import { testApi } from './server.ts';

testSandbox();
const api = testApi();

const served = async (name: string) => (await fetch(`${api.url}/v1/${name}`)).text();

describe('api.raml and api-0.8.raml', () => {
  /** The descriptions as they are served, and the first with an example that does not fit its type. */
  let read: RamlReport[];

  beforeAll(async () => {
    const text = await served('api.raml');
    // All types, and of the operations the first ones: reading takes long.
    const wrong = text
      .slice(0, text.indexOf('\n/charges:') + 1)
      .replace('object: charge\n', 'object: charge\n      amount: much\n');
    const folder = await mkdtemp(join(tmpdir(), 'raml-'));
    try {
      const files = [join(folder, 'api.raml'), join(folder, 'wrong.raml'), join(folder, 'old.raml')] as const;
      const texts = [text, wrong, await served('api-0.8.raml')];
      await Promise.all(files.map((file, index) => writeFile(file, texts[index]!)));
      const reader = fileURLToPath(new URL('./read-raml.ts', import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [reader, ...files]);
      read = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each([
    ['1.0', 0],
    ['0.8', 2],
  ])('is RAML %s, and has all operations', (_, index) => {
    const { conforms, problems, operations } = read[index]!;
    expect({ conforms, problems }).toEqual({ conforms: true, problems: [] });
    expect([...operations].sort()).toEqual([...OPERATIONS].sort());
  });

  test('would not pass with an example that does not fit its type', () => {
    expect(read[1]).toMatchObject({ conforms: false, problems: [expect.stringContaining('amount')] });
  });
});

describe('openapi.json', () => {
  test('is OpenAPI 3.1, and has all operations', async () => {
    const description = JSON.parse(await served('openapi.json'));
    const read = (await SwaggerParser.validate(structuredClone(description))) as Loose;
    const operations = Object.entries<Loose>(read.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((method) => method !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`),
    );
    expect(operations.sort()).toEqual([...OPERATIONS].sort());
    await expect(SwaggerParser.validate({ ...description, info: {} })).rejects.toThrow('info');
  });

  test('describes what is answered', async () => {
    const { components } = JSON.parse(await served('openapi.json'));
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'api', components });
    const invalid = (await callEverything(callerAt(api.url, testKey()))).flatMap(({ operation, body }) => {
      const kind = body.deleted === true ? 'deleted' : body.object;
      const validate = ajv.getSchema(`api#/components/schemas/${kind}`);
      return kind === 'list' || validate?.(body)
        ? []
        : [`${operation}: ${JSON.stringify(validate?.errors ?? kind)}`];
    });
    expect(invalid).toEqual([]);
  });
});

test('all say where they were asked for, also behind a stage', async () => {
  for (const [name, place] of [
    ['openapi.json', '"https://api.example.com/dev/v1"'],
    ['api.raml', 'baseUri: https://api.example.com/dev/{version}\n'],
    ['api-0.8.raml', 'baseUri: https://api.example.com/dev/{version}\n'],
  ] as const) {
    const { handler } = (await readCatalogue()).find(({ path }) => path === `/v1/${name}`)!;
    const reply = await handler({
      path: `/v1/${name}`,
      httpMethod: 'GET',
      headers: { Host: 'api.example.com' },
      requestContext: { path: `/dev/v1/${name}` },
    } as never);
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toContain(place);
  }
});
