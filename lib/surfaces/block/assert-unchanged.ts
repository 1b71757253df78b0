/** Arguments that the old package accepted with a change, although Stripe does not: they identify the object. */
import type { EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { type Operation, pathParameters } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';

/**
 * Makes a change conditional on an argument. If it is sent, the object is retrieved first, and the change is rejected
 * if its field of that name has another value.
 */
export function assertUnchanged<P extends Parameters>(
  change: Operation<P>,
  retrieve: Operation,
  argument: string,
): Pick<EndpointOptions<P>, 'otherOperations' | 'run'> {
  const [name] = pathParameters(retrieve.path) as [string];
  return {
    otherOperations: [retrieve],
    run: async ({ params, values, stripe }) => {
      const expected = values[argument];
      if (expected !== undefined) {
        const { [name]: id } = params as Record<string, unknown>;
        const { body } = await stripe(retrieve, { [name]: id } as Values<Parameters>);
        const actual = body[argument];
        if (actual !== expected) {
          const message = `${argument} of the ${retrieve.returns} cannot be changed: it is ${JSON.stringify(actual)}; got ${JSON.stringify(expected)}. Nothing was changed.`;
          throw new ArgumentError([{ name: argument, code: 'parameter_invalid', message }]);
        }
      }
      return stripe(change, params);
    },
  };
}
