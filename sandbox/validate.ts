/** Checks the parameters of a request against its operation, and says what is wrong in Stripe's words. */

import { check, type Problem } from '#lib/stripe/check.ts';
import { DESCRIBED_VERSION, type Operation, parametersAt } from '#lib/stripe/operation.ts';
import { object, type Parameter, type Parameters, type Values } from '#lib/stripe/parameters.ts';
import { refusalOf } from '#lib/stripe/refusals.ts';
import { replyParameters } from '#lib/stripe/shared.ts';
import type { Json } from './define.ts';
import { invalidRequest, type StripeError } from './errors.ts';

/** Checked parameters; `expand` is of the reply, and no operation declares it. */
export interface Checked {
  readonly values: Values<Parameters>;
  readonly expand: readonly string[];
}

const schemas = new WeakMap<Operation, Parameter<Values<Parameters>>>();

/**
 * Gives the parameters in the types that the operation declares.
 * @throws {StripeError} 400 about the first thing that is wrong: unknown ones first, then missing ones, then the others
 */
export function validate(operation: Operation, given: Json): Checked {
  const { value, problems } = check(schemaOf(operation), given);
  if (problems !== undefined) {
    throw errorOf(problems);
  }
  const { expand = [], ...values } = value as Json & { expand?: string[] };
  return { values: values as Values<Parameters>, expand };
}

function schemaOf(operation: Operation): Parameter<Values<Parameters>> {
  let schema = schemas.get(operation);
  if (schema === undefined) {
    const today = parametersAt(operation, DESCRIBED_VERSION);
    schema = object({ ...today, ...replyParameters(operation) }, operation.description);
    schemas.set(operation, schema);
  }
  return schema;
}

const PRECEDENCE = ['parameter_unknown', 'parameter_missing', 'parameter_invalid'] as const;

function errorOf(problems: readonly Problem[]): StripeError {
  const [problem] = PRECEDENCE.flatMap((code) => problems.filter((one) => one.code === code));
  const { message, param } = refusalOf(problem!);
  return invalidRequest(message, param === undefined ? {} : { param });
}
