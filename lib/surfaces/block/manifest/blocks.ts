/** The data about blocks for the metadata and the documentation. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { argumentsWithKey, inCallersWords } from '#lib/surfaces/shared/manifest/arguments.ts';
import { exampleArguments } from '#lib/surfaces/shared/manifest/examples.ts';
import { schemaOfParameter } from '#lib/surfaces/shared/manifest/json-schema.ts';

/** A block and its operation. */
export interface Block {
  readonly name: string;
  readonly description: string;
  readonly operation: Operation;
  readonly otherOperations: readonly Operation[];
  /** The key first, then the block's own. */
  readonly arguments: readonly BlockArgument[];
  /** The names of other Stripe parameters that it accepts. */
  readonly additional: readonly string[];
  /** The arguments of a useful call. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Arguments that it rejects, with the reason. */
  readonly rejects: Readonly<Record<string, string>>;
}

/** An argument of a block. */
export interface BlockArgument {
  readonly name: string;
  /** The type, in the package's terms. */
  readonly type: 'credentials' | 'String' | 'Number' | 'JSON' | 'Select' | 'Array';
  /** The options of a `Select`. */
  readonly options?: readonly string[];
  /** The fields of the items of an `Array`. */
  readonly structure?: typeof PAIRS;
  readonly info: string;
  readonly required: boolean;
  /** Whether the original package did not list it. */
  readonly beyondTable: boolean;
}

/** All blocks, sorted by name. */
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
      // Aliases, and parameters of all calls, are documented once for all blocks.
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

/** The package's format of key/value pairs; a dictionary is accepted as well. */
const PAIRS = [
  { name: 'keyName', type: 'String', info: 'The key.', required: true },
  { name: 'value', type: 'String', info: 'The value.', required: true },
] as const;

/** The package has no type for booleans, and calls values text if they may be text. */
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

/** The allowed values of a parameter, if they are limited. */
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
