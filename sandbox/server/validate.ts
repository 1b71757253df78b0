/** Checks the parameters of a request against its operation, and says what is wrong in Stripe's words. */
import { acceptedAt, DESCRIBED_VERSION, type Operation } from '#lib/operations/operation.ts';
import { expand, replyParameters } from '#lib/operations/shared.ts';
import { check, type Problem } from '#lib/parameters/check.ts';
import { object, type Parameter, type Parameters, type Values } from '#lib/parameters/parameters.ts';
import { parameterMessage } from '#lib/stripe/error-messages.ts';
import { invalidRequest, type StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';

/** Checked parameters; `expand` is of the reply, and no operation declares it. */
export interface Checked {
  readonly values: Values<Parameters>;
  readonly expand: readonly string[];
}

type Schema = Parameter<Values<Parameters>>;

/** How an operation's parameters are checked, by the version and by the names that some of them were sent by. */
const schemas = new WeakMap<Operation, Map<string, Schema>>();

/** How a request was made, where that changes how its parameters are checked. */
interface Sent {
  /** The version that is asked for. Callers of versions up to the described one have been brought up to it. */
  readonly version?: string;
  /** By the name of a parameter, the other name that it was sent by; it is checked as what that is declared to be. */
  readonly sentAs?: Readonly<Record<string, string>> | undefined;
}

/**
 * Gives the parameters in the types that the operation declares.
 * @throws {StripeError} 400 about the first thing that is wrong: unknown ones first, then missing ones, then the others
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

/** Today's errors have codes, and say that the sandbox has not all parameters of Stripe's. */
function errorOf(problems: readonly Problem[], today: boolean): StripeError {
  const [problem] = PRECEDENCE.flatMap((code) => problems.filter((one) => one.code === code));
  const { message, param } = parameterMessage(problem!);
  const about = param === undefined ? {} : { param };
  if (!today) {
    return invalidRequest(message, about);
  }
  const note = problem!.code === 'parameter_unknown' ? ', or one that the sandbox does not have' : '';
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
