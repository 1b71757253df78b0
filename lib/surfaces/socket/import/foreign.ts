/**
 * Reads the endpoints of a foreign manifest in every format that Syncano's `socket.yml` has had: a script per HTTP
 * method without parameters; `parameters`; `inputs` in JSON Schema.
 */
import { isObject } from '#lib/http/json-object.ts';
import { ImportError } from './source.ts';

/** A manifest. */
export interface ForeignManifest {
  readonly name: string;
  readonly version: string | undefined;
  readonly endpoints: readonly ForeignEndpoint[];
}

export interface ForeignEndpoint {
  readonly name: string;
  readonly description: string | undefined;
  /** The HTTP methods it is limited to; empty if all are allowed. */
  readonly methods: readonly string[];
  /** `undefined` if the manifest's format has no parameters. */
  readonly parameters: readonly ForeignParameter[] | undefined;
  /** Sets of names; each call sends at least one complete set. */
  readonly alternatives: readonly (readonly string[][])[];
}

export interface ForeignParameter {
  readonly name: string;
  readonly required: boolean;
  /** The JSON types it may have; empty if the manifest does not say. */
  readonly types: readonly string[];
  /** Values that the manifest explicitly allows: members of an enum, limits, examples. */
  readonly values: readonly unknown[];
  /** Whether these are all allowed values. */
  readonly closed: boolean;
}

type Mapping = Readonly<Record<string, unknown>>;

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** The names that manifests use for JSON types. */
const TYPES: Readonly<Record<string, string>> = {
  text: 'string',
  datetime: 'string',
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  json: 'object',
  list: 'array',
};
const JSON_TYPES = new Set(['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']);

/**
 * Reads a parsed document.
 * @throws {ImportError} if it is not a socket manifest; `source` names the document
 */
export function readManifest(document: unknown, source: string): ForeignManifest {
  if (!isObject(document) || named(document['endpoints']) === undefined) {
    throw new ImportError(`${source} is not a socket manifest: it has no endpoints.`);
  }
  if (listOf(document['endpoints']).some((item) => !isObject(item) || !('name' in item))) {
    throw new ImportError(`${source}: each endpoint in the list must be a mapping with a name.`);
  }
  const endpoints = named(document['endpoints'])!.map(([name, definition]) => {
    if (!isObject(definition) && definition !== null) {
      throw new ImportError(`${source}: the definition of the endpoint ${name} is not a mapping.`);
    }
    return readEndpoint(name, definition ?? {});
  });
  if (endpoints.length === 0) {
    throw new ImportError(`${source} has no endpoints.`);
  }
  return {
    name: textOf(document['name']) ?? 'unnamed',
    version: textOf(document['version']),
    endpoints,
  };
}

function readEndpoint(name: string, definition: Mapping): ForeignEndpoint {
  const perMethod = Object.entries(definition).filter(
    (entry): entry is [string, Mapping] => METHODS.has(entry[0].toUpperCase()) && isObject(entry[1]),
  );
  const all = [definition, ...perMethod.map(([, inner]) => inner)];
  const first = (keyword: string) => all.map((part) => part[keyword]).find((value) => value !== undefined);
  const inputs = first('inputs');
  const schema = isObject(inputs) ? inputs : {};
  const parameters = named(first('parameters'));
  const properties = named(schema['properties']);
  const unspoken = perMethod.length > 0 || 'script' in definition;
  return {
    name,
    description: textOf(first('description')),
    methods: perMethod.map(([method]) => method.toUpperCase()),
    parameters:
      inputs === undefined && parameters === undefined && unspoken
        ? undefined
        : mergedParameters(parameters ?? [], properties ?? [], listOf(schema['required'])),
    alternatives: [schema, ...listOf(schema['allOf'])]
      .filter(isObject)
      .flatMap(({ anyOf, oneOf }) => [anyOf, oneOf])
      .filter((choice) => Array.isArray(choice))
      .map((choice) =>
        choice.map((branch) => listOf(isObject(branch) ? branch['required'] : []).map(String)),
      ),
  };
}

/** If a parameter is described twice, its schema counts, because only that is enforced. */
function mergedParameters(
  parameters: [string, unknown][],
  properties: [string, unknown][],
  required: readonly unknown[],
): ForeignParameter[] {
  const schemas = new Map(properties);
  const plain = new Map(parameters);
  return [...new Set([...plain.keys(), ...schemas.keys()])].map((name) => {
    const about = schemas.get(name) ?? plain.get(name);
    const definition = isObject(about) ? about : { type: about };
    const said = schemas.has(name) ? required.includes(name) : String(definition['required']) === 'true';
    return { name, required: said, ...choicesOf(definition) };
  });
}

/** The types and values that a definition and its alternatives allow. YAML aliases can make definitions recursive. */
function choicesOf(
  definition: Mapping,
  seen: Set<unknown> = new Set(),
): Pick<ForeignParameter, 'types' | 'values' | 'closed'> {
  seen.add(definition);
  const inner = [...listOf(definition['anyOf']), ...listOf(definition['oneOf'])]
    .filter((choice) => isObject(choice) && !seen.has(choice))
    .map((choice) => choicesOf(choice as Mapping, seen));
  const enumerated = 'const' in definition ? [definition['const']] : listOf(definition['enum']);
  const own = [definition['type']]
    .flat()
    .flatMap((type) => (typeof type === 'string' ? [TYPES[type.toLowerCase()] ?? type.toLowerCase()] : []))
    .filter((type) => JSON_TYPES.has(type));
  const types = new Set([...own, ...inner.flatMap((choice) => choice.types)]);
  const structured = types.has('object') || types.has('array');
  const mentioned = [
    definition['default'],
    definition['minimum'],
    definition['maximum'],
    definition['example'],
    ...listOf(definition['examples']),
  ].filter((value) => value !== undefined && value !== null);
  return {
    types: [...types],
    values: [
      ...enumerated,
      // The example of an object is often text that shows its structure.
      ...mentioned.filter((value) => !(structured && typeof value === 'string' && !types.has('string'))),
      ...inner.flatMap((choice) => choice.values),
    ],
    closed: enumerated.length > 0 || (inner.length > 0 && inner.every((choice) => choice.closed)),
  };
}

/** The entries of a mapping, or of a list of named items. */
function named(value: unknown): [string, unknown][] | undefined {
  if (Array.isArray(value)) {
    return value.flatMap((item) => (isObject(item) && 'name' in item ? [[String(item['name']), item]] : []));
  }
  return isObject(value) ? Object.entries(value) : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
