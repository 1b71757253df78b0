/** The schemas of the connector's responses, with titles for the flow designer. */
import type { ConnectorAbout } from '#lib/surfaces/connector/connector.ts';
import type { Field } from '#lib/surfaces/connector/replies.ts';
import type { JsonSchema } from '#lib/surfaces/shared/manifest/json-schema.ts';

/** The schema of a response; for a trigger, of a list. */
export function schemaOfReply({ returns, triggerHint }: ConnectorAbout): JsonSchema {
  const item = schemaOfFields(Object.entries(returns.fields));
  return triggerHint === undefined ? item : { type: 'array', items: item };
}

function schemaOfFields(fields: readonly (readonly [path: string, field: Field])[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const [path, field] of fields) {
    const [name, nested] = path.split('.') as [string, string | undefined];
    if (nested === undefined) {
      properties[name] = schemaOfField(field);
      continue;
    }
    properties[name] ??= {
      ...schemaOfFields(
        fields
          .filter(([other]) => other.startsWith(`${name}.`))
          .map(([other, inner]) => [other.slice(name.length + 1), inner] as const),
      ),
      'x-ms-summary': titleOf(name),
      description: `The details of the ${name}.`,
    };
  }
  return { type: 'object', properties };
}

const TYPES: Readonly<Record<Field['type'], JsonSchema>> = {
  string: { type: 'string' },
  int32: { type: 'integer', format: 'int32' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  'date-time': { type: 'string', format: 'date-time' },
  strings: { type: 'array', items: { type: 'string' } },
};

function schemaOfField({ type, summary, description, enum: words, maxItems }: Field): JsonSchema {
  return {
    ...TYPES[type],
    ...(words !== undefined && { enum: words }),
    ...(maxItems !== undefined && { maxItems }),
    'x-ms-summary': summary,
    description,
    'x-nullable': true,
  };
}

/** The title of a name. Most names already are titles. */
export function titleOf(name: string): string {
  const spaced = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return spaced[0]!.toUpperCase() + spaced.slice(1);
}
