/** The manifest against the tables of the connector of old, where they are at hand. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { documentText } from '../../../helpers/documents.ts';

// biome-ignore lint/suspicious/noExplicitAny: documents are looked into by name.
type Json = any;

const folder = process.env['STRIPE_SPEC_DIR'];
const title = 'the manifest and the tables of the connector of old';

if (folder === undefined) {
  console.info(`Not compared: ${title}. STRIPE_SPEC_DIR can name the folder with connector.json.`);
  describe(title, () => {
    test.todo('are compared only where STRIPE_SPEC_DIR names a folder with connector.json');
  });
} else {
  const old = JSON.parse(readFileSync(`${folder}/connector.json`, 'utf8'));
  const definition = JSON.parse(await documentText('functions/connector/apiDefinition.swagger.json'));
  const operations: Json[] = Object.values(definition.paths).flatMap((methods) =>
    Object.values(methods as object),
  );

  describe(title, () => {
    test.each<[string, Json]>(
      [...old.actions, ...old.triggers].map((operation) => [operation.operationId, operation]),
    )('%s has the same arguments, and replies the same', (name, { title, parameters, returns }) => {
      const operation = operations.find(({ operationId }) => operationId === name);
      expect(operation.summary).toBe(title);
      expect(operation.responses[200].schema.$ref).toBe(`#/definitions/${returns.object}`);
      const fields = operation.parameters.flatMap(({ schema, ...parameter }: Json) =>
        schema === undefined
          ? [parameter]
          : Object.entries(schema.properties).map(([name, field]) => ({
              ...(field as object),
              name,
              required: (schema.required ?? []).includes(name),
            })),
      );
      for (const { name, type, required, default: fallback, maxItems } of parameters) {
        const field = fields.find((one: Json) => one.name === name);
        // Images are a list here; the text with commas that they were is taken as well.
        expect(field).toMatchObject({ type: name === 'Images' ? 'array' : type, required });
        expect([field.default, field.maxItems]).toEqual([fallback, maxItems]);
      }
    });

    test.each<[string, Json]>(Object.entries(old.objects))('%s has the same fields', (name, rows) => {
      const { items, ...object } = definition.definitions[name];
      expect(fieldsOf(items ?? object)).toEqual(
        Object.fromEntries(
          rows.map(({ path, summary, type, enum: words, maxItems }: Json) => [
            path,
            { summary: summary.toLowerCase(), type, words, maxItems },
          ]),
        ),
      );
    });
  });
}

/** The fields of a schema by their paths; summaries differ from those of old in their capital letters only. */
function fieldsOf({ properties }: Json, prefix = ''): Record<string, object> {
  return Object.assign(
    {},
    ...Object.entries(properties).map(([name, field]: [string, Json]) =>
      field.properties === undefined
        ? {
            [prefix + name]: {
              summary: field['x-ms-summary'].toLowerCase(),
              type: field.items === undefined ? (field.format ?? field.type) : `array of ${field.items.type}`,
              words: field.enum,
              maxItems: field.maxItems,
            },
          }
        : fieldsOf(field, `${prefix}${name}.`),
    ),
  );
}
