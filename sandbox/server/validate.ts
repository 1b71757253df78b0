/** Validates the parameters of a request against its operation, with Stripe's error messages. */
import { acceptedAt, DESCRIBED_VERSION, type Operation } from '#lib/operations/operation.ts';
import { expand, replyParameters } from '#lib/operations/shared.ts';
import { check, type Problem } from '#lib/parameters/check.ts';
import { object, type Parameter, type Parameters, type Values } from '#lib/parameters/parameters.ts';
import { parameterMessage } from '#lib/stripe/error-messages.ts';
import { invalidRequest, type StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';

/** Validated parameters. `expand` concerns the response, so no operation declares it. */
export interface Checked {
  readonly values: Values<Parameters>;
  readonly expand: readonly string[];
}

type Schema = Parameter<Values<Parameters>>;

/** Caches the schemas of an operation by version and by the aliases that were used. */
const schemas = new WeakMap<Operation, Map<string, Schema>>();

/** How a request was made, as far as it affects validation. */
interface Sent {
  /** The requested version. Requests of versions up to the described one have already been converted to it. */
  readonly version?: string;
  /** The alias that each parameter was sent under. It is validated like the parameter with that name. */
  readonly sentAs?: Readonly<Record<string, string>> | undefined;
}

/**
 * Converts the parameters to the types that the operation declares.
 * @throws {StripeError} 400 for the first problem: unknown parameters first, then missing ones, then the others
 */
export function validate(
  operation: Operation,
  given: Json,
  { version = DESCRIBED_VERSION, sentAs = {} }: Sent = {},
): Checked {
  const level = version > DESCRIBED_VERSION ? version : DESCRIBED_VERSION;
  const { value, problems } = check(schemaOf(operation, level, sentAs), given);
  if (problems !== undefined) {
    throw errorOf(problems, isOfToday(operation, level));
  }
  const { expand = [], ...values } = value as Json & { expand?: string[] };
  return { values: values as Values<Parameters>, expand };
}

function schemaOf(operation: Operation, level: string, sentAs: Readonly<Record<string, string>>): Schema {
  const ofOperation = schemas.get(operation) ?? new Map<string, Schema>();
  schemas.set(operation, ofOperation);
  const key = [level, ...Object.values(sentAs)].join();
  let schema = ofOperation.get(key);
  if (schema === undefined) {
    const accepted = Object.entries(acceptedAt(operation, level))
      .filter(([, { otherNameOf }]) => otherNameOf === undefined)
      .map(([name, own]) => [name, sentAs[name] === undefined ? own : operation.parameters[sentAs[name]]!]);
    const ofReply = level === DESCRIBED_VERSION ? replyParameters(operation) : { expand };
    schema = object({ ...Object.fromEntries(accepted), ...ofReply }, operation.description);
    ofOperation.set(key, schema);
  }
  return schema;
}

function isOfToday({ version }: Operation, level: string): boolean {
  return version !== undefined || level !== DESCRIBED_VERSION;
}

const PRECEDENCE = ['parameter_unknown', 'parameter_missing', 'parameter_invalid'] as const;

/**
 * Creates the error. Current versions add a code, and mention that the sandbox does not support all of Stripe's
 * parameters.
 */
function errorOf(problems: readonly Problem[], today: boolean): StripeError {
  const [problem] = PRECEDENCE.flatMap((code) => problems.filter((one) => one.code === code));
  const { message, param } = parameterMessage(problem!);
  const about = param === undefined ? {} : { param };
  if (!today) {
    return invalidRequest(message, about);
  }
  const note = problem!.code === 'parameter_unknown' ? ', or the sandbox does not support it' : '';
  return invalidRequest(message + note, { ...about, code: codeOf(problem!) });
}

function codeOf({ code, expected, given }: Problem): string {
  if (code !== 'parameter_invalid') {
    return code;
  }
  return given === ''
    ? 'parameter_invalid_empty'
    : /integer/.test(expected)
      ? 'parameter_invalid_integer'
      : code;
}
