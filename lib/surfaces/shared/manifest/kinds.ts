/**
 * The kinds of objects in responses: an example and a schema of each, as the sandbox returns them at an API version.
 */
import { readConfig } from '#lib/config/config.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import type { StartStripe } from './documents.ts';
import { type JsonSchema, schemaOfValues } from './json-schema.ts';

/** A kind of object. */
export interface ObjectKind {
  readonly example: Readonly<Record<string, unknown>>;
  readonly schema: JsonSchema;
}

/** All kinds except lists, by their value of `object`; `deleted` stands for the response to a deletion. */
export type ObjectKinds = ReadonlyMap<string, ObjectKind>;

/** Calls Stripe for the account of a key, or for one of its connected accounts. */
export type Call = <P extends Parameters>(
  operation: Operation<P>,
  values: Values<P>,
  stripeAccount?: string,
) => Promise<{ readonly id: string } & Readonly<Record<string, unknown>>>;

/**
 * Creates a function that records the kinds, once per process, with reproducible results.
 * @param version an API version, whose date is also the time of the sandbox
 * @param callAll creates one object of every kind and retrieves it
 */
export function kindsRecorder(
  version: string,
  callAll: (call: Call) => Promise<void>,
): (startStripe: StartStripe) => Promise<ObjectKinds> {
  let recorded: Promise<ObjectKinds> | undefined;
  return (startStripe) => {
    recorded ??= record(startStripe, version, callAll);
    return recorded;
  };
}

async function record(
  startStripe: StartStripe,
  version: string,
  callAll: (call: Call) => Promise<void>,
): Promise<ObjectKinds> {
  const stripe = await startStripe({ now: Date.parse(version) / 1000, seed: 'rest' });
  try {
    const send = stripeClient({ ...readConfig({}), STRIPE_API_BASE: stripe.url, CARD_PAYMENTS: 'charges' });
    const caller = { apiKey: 'sk_test_rest', apiVersion: version, deadline: Date.now() + 20_000 };
    const byKind = new Map<string, Record<string, unknown>[]>();
    await callAll(async (operation, values, stripeAccount) => {
      const { body } = await send(operation, values, { ...caller, stripeAccount });
      for (const object of objectsIn(body)) {
        const kind = object['deleted'] === true ? 'deleted' : String(object['object']);
        byKind.set(kind, [...(byKind.get(kind) ?? []), object]);
      }
      return body as { id: string };
    });
    return new Map(
      [...byKind]
        .filter(([kind]) => kind !== 'list')
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, objects]) => [
          kind,
          { example: objects[0]!, schema: schemaOfValues(objects.map(withoutWhatItIsAbout)) },
        ]),
    );
  } finally {
    await stripe.close();
  }
}

/** Removes the object of an event, which can be of any kind. */
function withoutWhatItIsAbout(object: Record<string, unknown>): object {
  return object['object'] === 'event' ? { ...object, data: { object: {} } } : object;
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const object = value as Record<string, unknown>;
  const own = typeof object['object'] === 'string' || object['deleted'] === true ? [object] : [];
  return [...own, ...Object.values(object).flatMap(objectsIn)];
}
