/** The descriptions of the REST API, read by the parsers that others read them with. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readCatalogue } from '#lib/catalogue.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { callerAt, type Loose } from './client.ts';
import { callEverything, OPERATIONS } from './everything.ts';
import { testApi } from './server.ts';

testSandbox();
const api = testApi();
const { WebApiParser } = createRequire(import.meta.url)('webapi-parser') as Loose;

const served = async (name: string) => (await fetch(`${api.url}/v1/${name}`)).text();

describe('api.raml', () => {
  async function validate(text: string): Promise<{ api: Loose; conforms: boolean; report: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'raml-'));
    try {
      const file = join(folder, 'api.raml');
      await writeFile(file, text);
      const parsed = await WebApiParser.raml10.parse(pathToFileURL(file).href);
      const report = await WebApiParser.raml10.validate(parsed);
      return { api: parsed.encodes, conforms: report.conforms, report: report.toString() };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test('is RAML 1.0, and has all operations', async () => {
    const { api: read, conforms, report } = await validate(await served('api.raml'));
    expect({ conforms, report }).toEqual({ conforms: true, report: expect.any(String) });
    const operations = read.endPoints.flatMap((endPoint: Loose) =>
      endPoint.operations.map(
        (operation: Loose) =>
          `${operation.method.value().toUpperCase()} ${endPoint.path.value().replace(/\{\w+\}/g, '{}')}`,
      ),
    );
    expect(operations.sort()).toEqual([...OPERATIONS].sort());
  });

  test('would not pass with an example that does not fit its type', async () => {
    const text = await served('api.raml');
    const wrong = text.replace('object: charge\n', 'object: charge\n      amount: much\n');
    expect((await validate(wrong)).conforms).toBe(false);
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

test('both say where they were asked for, also behind a stage', async () => {
  for (const [name, place] of [
    ['openapi.json', '"https://api.example.com/dev/v1"'],
    ['api.raml', 'baseUri: https://api.example.com/dev/{version}\n'],
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

test('what is checked in is what is served', async () => {
  const file = await readFile(new URL('../../functions/rest/openapi.json', import.meta.url), 'utf8');
  const { servers: _, ...theirs } = JSON.parse(file);
  const { servers: __, ...ours } = JSON.parse(await served('openapi.json'));
  expect(ours).toEqual(theirs);
});
