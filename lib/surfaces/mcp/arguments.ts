/** The arguments of a tool: the parameters of its operation that a model may send, and two additional ones. */
import { type Argument, argumentsOf, type Reading, readArguments } from '#lib/endpoint/arguments.ts';
import { ArgumentError, type ArgumentProblem } from '#lib/endpoint/errors.ts';
import { DESCRIBED_VERSION, isKnownAt } from '#lib/operations/operation.ts';
import { list, type Parameter, secret, text } from '#lib/parameters/parameters.ts';
import { maskForms } from '#lib/parameters/secret-forms.ts';
import { holdsSecret } from '#lib/parameters/secrets.ts';
import type { OperationTool } from './tools/tool.ts';

/** The idempotency key. Stripe executes calls with the same key only once. */
export const idempotencyKey = text(
  'A text of your own, new for each action. With the same text again, the action is still done once.',
  {
    pattern: /^[\x20-\x7e]{1,255}$/,
    expected: '1 to 255 printable ASCII characters',
    example: 'refund-order-6735',
  },
);

/** The fields of the result to return. */
export const fields = list(
  text('The path of a field.', { max: 200, example: 'source.last4' }),
  'Fields to return, e.g. ["amount", "source.last4"].',
  { max: 50, example: ['id', 'source.last4'] },
);

/** Parameters that describe the payer's browser, replace older ones, or page backwards. */
const OMITTED = [
  'ip',
  'user_agent',
  'payment_user_agent',
  'referrer',
  'uncaptured',
  'refund_address',
  'offset',
];

const known = new WeakMap<OperationTool, readonly Argument[]>();

/** Returns the arguments of a tool: its own and those of its operation. */
export function argumentsOfTool(tool: OperationTool): readonly Argument[] {
  const found = known.get(tool) ?? makeArguments(tool);
  known.set(tool, found);
  return found;
}

function makeArguments({ operation, omit = [], effect }: OperationTool): Argument[] {
  const parameters = Object.entries(operation.parameters).flatMap(([name, parameter]) => {
    const isOffered =
      isKnownAt(DESCRIBED_VERSION, parameter) &&
      parameter.otherNameOf === undefined &&
      !OMITTED.includes(name) &&
      !omit.includes(name);
    const given = isOffered ? forModels(parameter) : undefined;
    return given === undefined ? [] : [[name, { to: name, parameter: given }] as const];
  });
  return argumentsOf(operation, {
    ...Object.fromEntries(parameters),
    ...(operation.method === 'POST' && {
      idempotency_key: { parameter: idempotencyKey, required: effect === 'moves money' },
    }),
    fields: { parameter: fields },
  } as never);
}

/**
 * Returns a parameter without parts that can contain the number of a card, a bank account or a person; undefined if
 * nothing is left.
 */
function forModels(parameter: Parameter): Parameter | undefined {
  if (!holdsSecret(parameter)) {
    return parameter;
  }
  if (parameter.type !== 'string or object') {
    return undefined;
  }
  const { required } = parameter;
  return { ...tokenOrId, ...(required !== undefined && { required }) };
}

/** Masked in messages, because a model may send a card number here despite the description. */
const tokenOrId = secret(
  text('The id of a token, such as tok_visa in tests, or of a saved card of the customer.', {
    max: 255,
    pattern: /^[A-Za-z]+_\w+$/,
    expected:
      'the id of a token, such as tok_visa, or of a saved card. The numbers of cards and bank accounts are not accepted',
    example: 'tok_visa',
  }),
);

/** The arguments of a call. */
export interface ToolArguments extends Reading {
  readonly idempotencyKey: string | undefined;
  readonly fields: readonly string[] | undefined;
}

/**
 * Validates the arguments of a tool.
 * @throws {ArgumentError} naming each argument that is missing, invalid or unknown, or that seems to contain a card
 * number
 */
export function readToolArguments(
  tool: OperationTool,
  given: Readonly<Record<string, unknown>>,
): ToolArguments {
  const accepted = argumentsOfTool(tool);
  const reading = readArguments(accepted, given);
  const names = accepted.map(({ name }) => name).join(', ');
  const problems: ArgumentProblem[] = [
    ...reading.problems,
    ...reading.unknown.map((name) => ({
      name: shown(name),
      code: 'parameter_unknown' as const,
      message: `${shown(name)} is not an argument of ${tool.name}, which takes ${names}.`,
    })),
    ...Object.keys(given)
      .filter((name) => accepted.some((argument) => argument.name === name) && holdsCardNumber(given[name]))
      .filter((name) => !reading.wrong.includes(name) && name !== 'idempotency_key')
      .map((name) => ({
        name,
        code: 'parameter_invalid' as const,
        message: `${name} holds what looks like the number of a card. Card numbers are not accepted here: use a token.`,
      })),
  ];
  if (problems.length > 0) {
    throw new ArgumentError(problems);
  }
  const { idempotency_key, fields: wanted } = reading.values;
  return {
    ...reading,
    idempotencyKey: idempotency_key as string | undefined,
    fields: wanted as readonly string[] | undefined,
  };
}

function shown(name: string): string {
  return maskForms(name.length > 100 ? `${name.slice(0, 100)}…`.toWellFormed() : name);
}

/** Checks whether a value contains a card number. */
function holdsCardNumber(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).some((pair) => pair.some(holdsCardNumber));
  }
  return typeof value === 'string' && maskForms(value) !== value;
}
