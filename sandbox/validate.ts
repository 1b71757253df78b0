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

type Schema = Parameter<Values<Parameters>>;

const schemas = new WeakMap<Operation, Map<string, Schema>>();

/**
 * Gives the parameters in the types that the operation declares.
 * @param sentAs by the name of a parameter, the other name that it was sent by; it is checked as what that is declared to be
 * @throws {StripeError} 400 about the first thing that is wrong: unknown ones first, then missing ones, then the others
 */
export function validate(
  operation: Operation,
  given: Json,
  sentAs: Readonly<Record<string, string>> = {},
): Checked {
  const { value, problems } = check(schemaOf(operation, sentAs), given);
  if (problems !== undefined) {
    throw errorOf(problems);
  }
  const { expand = [], ...values } = value as Json & { expand?: string[] };
  return { values: values as Values<Parameters>, expand };
}

function schemaOf(operation: Operation, sentAs: Readonly<Record<string, string>>): Schema {
  const ofOperation = schemas.get(operation) ?? new Map<string, Schema>();
  schemas.set(operation, ofOperation);
  const key = Object.values(sentAs).join();
  let schema = ofOperation.get(key);
  if (schema === undefined) {
    const today = Object.entries(parametersAt(operation, DESCRIBED_VERSION))
      .filter(([, { otherNameOf }]) => otherNameOf === undefined)
      .map(([name, own]) => [name, sentAs[name] === undefined ? own : operation.parameters[sentAs[name]]!]);
    schema = object({ ...Object.fromEntries(today), ...replyParameters(operation) }, operation.description);
    ofOperation.set(key, schema);
  }
  return schema;
}

const PRECEDENCE = ['parameter_unknown', 'parameter_missing', 'parameter_invalid'] as const;

function errorOf(problems: readonly Problem[]): StripeError {
  const [problem] = PRECEDENCE.flatMap((code) => problems.filter((one) => one.code === code));
  const { message, param } = refusalOf(problem!);
  return invalidRequest(message, param === undefined ? {} : { param });
}
