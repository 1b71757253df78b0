/**
 * Reads RAML files (arguments) with AMF, MuleSoft's reader, and writes what it says of each as a line of JSON. It is a
 * process of its own: within Jest's contexts, AMF takes several times as long.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Loose } from './client.ts';

/** What the reader says of a file. */
export interface RamlReport {
  readonly conforms: boolean;
  /** What is wrong with it. */
  readonly problems: readonly string[];
  /** `GET /v1/charges/{}` */
  readonly operations: readonly string[];
}

const { RAMLConfiguration } = createRequire(import.meta.url)('amf-client-js') as Loose;
for (const file of process.argv.slice(2)) {
  const isOld = (await readFile(file, 'utf8')).startsWith('#%RAML 0.8\n');
  const client = (isOld ? RAMLConfiguration.RAML08() : RAMLConfiguration.RAML10()).baseUnitClient();
  const { baseUnit, results } = await client.parse(pathToFileURL(file).href);
  const { conforms, results: found } = await client.validate(baseUnit);
  const operations = baseUnit.encodes.endPoints.flatMap((endPoint: Loose) =>
    endPoint.operations.map(
      ({ method }: Loose) =>
        `${method.value().toUpperCase()} ${endPoint.path.value().replace(/\{\w+\}/g, '{}')}`,
    ),
  );
  const problems = [...results, ...found].map(({ message }: Loose) => message);
  const report: RamlReport = { conforms: conforms && results.length === 0, problems, operations };
  console.log(JSON.stringify(report));
}
