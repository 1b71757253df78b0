/** What is told of blocks, in the package's metadata as in its documentation. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { argumentsWithKey, inCallersWords } from '#lib/surfaces/shared/manifest/arguments.ts';
import { exampleArguments } from '#lib/surfaces/shared/manifest/examples.ts';
import { schemaOfParameter } from '#lib/surfaces/shared/manifest/json-schema.ts';

/** A block, and the operation that it calls. */
export interface Block {
  readonly name: string;
  readonly description: string;
  readonly operation: Operation;
  readonly otherOperations: readonly Operation[];
  /** The key first, then its own. */
  readonly arguments: readonly BlockArgument[];
  /** The names of further parameters of Stripe's that it accepts. */
  readonly additional: readonly string[];
  /** The arguments of a useful call. */
  readonly example: Readonly<Record<string, unknown>>;
  /** What it rejects, with the reason. */
  readonly rejects: Readonly<Record<string, string>>;
}

/** An argument of a block. */
export interface BlockArgument {
  readonly name: string;
  /** The kind of value, in the package's own words. */
  readonly type: 'credentials' | 'String' | 'Number' | 'JSON' | 'Select' | 'Array';
  /** The values of a `Select`. */
  readonly options?: readonly string[];
  /** The fields of what an `Array` holds. */
  readonly structure?: typeof PAIRS;
  readonly info: string;
  readonly required: boolean;
  /** The original package did not list it. */
  readonly beyondTable: boolean;
}

/** All blocks, by name. */
export function blocksOf(catalogue: readonly Entry[]): Block[] {
  return catalogue.flatMap(({ name, endpoint }) => {
    const { surface, operation, otherOperations, arguments: own, additional = [], rejects = {} } = endpoint;
    if (surface !== 'block' || operation === undefined) {
      return [];
    }
    return {
      name,
      operation,
      otherOperations: otherOperations,
      rejects,
      example: Object.fromEntries(
        exampleArguments(endpoint, argumentsWithKey(endpoint)).map(({ name, parameter }) => [
          name,
          parameter.example,
        ]),
      ),
      description: inCallersWords(own, endpoint.description),
      // Other spellings, and what every call takes, are told of once for all blocks.
      additional: additional
        .filter(({ to, yieldsTo }) => yieldsTo.length === 0 && to !== 'expand' && to !== 'include')
        .map(({ name }) => name),
      arguments: argumentsWithKey(endpoint).map(({ name, parameter, required, beyondTable = false }) => ({
        name,
        ...(name === 'apiKey' ? { type: 'credentials' as const } : kindOf(parameter)),
        info: inCallersWords(own, infoOf(parameter)),
        required,
        beyondTable,
      })),
    };
  });
}

/** How the package takes key/value pairs; it also takes them as a dictionary. */
const PAIRS = [
  { name: 'keyName', type: 'String', info: 'The key.', required: true },
  { name: 'value', type: 'String', info: 'The value.', required: true },
] as const;

/** The package has no word for true and false, and calls text what may be text. */
function kindOf(parameter: Parameter): Pick<BlockArgument, 'type' | 'options' | 'structure'> {
  const options = wordsOf(parameter);
  switch (parameter.type) {
    case 'integer':
    case 'number':
      return { type: 'Number' };
    case 'object':
      return parameter.fields === undefined ? { type: 'Array', structure: PAIRS } : { type: 'JSON' };
    case 'array':
      return { type: 'JSON' };
    default:
      return options === undefined ? { type: 'String' } : { type: 'Select', options };
  }
}

/** The words of a parameter that takes no others. */
function wordsOf(parameter: Parameter): string[] | undefined {
  return (schemaOfParameter(parameter) as { enum?: string[] }).enum;
}

function infoOf(parameter: Parameter): string {
  const { type, description, default: preset } = parameter;
  const choices = type === 'boolean' ? ['true', 'false'] : wordsOf(parameter);
  return [
    description,
    ...(choices === undefined ? [] : [`One of ${choices.join(', ')}.`]),
    ...(preset === undefined || description.includes('Default:') ? [] : [`Default: ${preset}.`]),
  ].join(' ');
}
