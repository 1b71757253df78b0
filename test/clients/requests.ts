/** Every request that one of Stripe's clients for Node.js can make. */
import { createRequire } from 'node:module';
import { type OLD_CLIENTS, type OldClient, oldClient } from '../helpers/old-clients.ts';

const require = createRequire(import.meta.url);

/** A request of a method, with `x_1`, `x_2` … for ids. */
interface MethodRequest {
  /** E.g. `charges.create`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

/** Resources that a program makes for one parent, whose requests the parent's methods make too. */
const OF_PARENT =
  /^(?:applicationFee|charge|customer|recipient|transfer)(?:Cards|Refunds|Reversals|Subscriptions)$/;

/** Other requests go to a host of their own. */
const ELSEWHERE = ['fileUploads'];

/** How many methods of a client make requests, and which of these an API does not recognize, e.g. `charges.update`. */
export async function unrecognizedOf(
  name: (typeof OLD_CLIENTS)[number],
  address: string,
  key: string,
  version: string,
): Promise<{ methods: number; unrecognized: string[] }> {
  const requests = requestsOf(name);
  const asked = requests.map(async ({ name: called, method, path }) => {
    const headers = { authorization: `Bearer ${key}`, 'stripe-version': version };
    const { error } = (await (await fetch(`${address}${path}`, { method, headers })).json()) as {
      error?: { message: string };
    };
    return error?.message.startsWith('Unrecognized request URL') ? [called] : [];
  });
  return { methods: requests.length, unrecognized: (await Promise.all(asked)).flat() };
}

/** Lists the requests of all methods of a client, by calling each without sending anything. */
function requestsOf(name: (typeof OLD_CLIENTS)[number]): MethodRequest[] {
  const client = oldClient(name, 'http://localhost:1', 'sk_test_none');
  const { prototype: common } = require(`${name}/lib/StripeResource`);
  return Object.entries<OldClient>(client)
    .filter(
      ([resource, { _request }]) => _request && !OF_PARENT.test(resource) && !ELSEWHERE.includes(resource),
    )
    .flatMap(([resource, made]) => {
      const methods: string[] = [];
      for (const key in made) {
        if (typeof made[key] === 'function' && !(key in common) && !key.startsWith('_')) {
          methods.push(key);
        }
      }
      return methods.flatMap((key) => {
        const request = requestOf(made, key);
        return request === undefined ? [] : [{ name: `${resource}.${key}`, ...request }];
      });
    });
}

/** Calls a method with as many ids as it needs; gives nothing where it takes none, and leaves the id out. */
function requestOf(resource: OldClient, key: string): Omit<MethodRequest, 'name'> | undefined {
  let found: Omit<MethodRequest, 'name'> | undefined;
  resource._request = (method: string, path: string) => {
    found = { method, path };
  };
  for (let ids = 0; ids <= 3 && found === undefined; ids += 1) {
    const given = Array.from({ length: ids }, (_, index) => `x_${index + 1}`);
    try {
      resource[key](...given)?.catch?.(ignoreMissingId);
    } catch (error) {
      ignoreMissingId(error as Error);
    }
  }
  return found?.path.includes('/undefined') ? undefined : found;
}

function ignoreMissingId(error: Error): void {
  if (!/I require argument "|Argument "\w+" required/.test(error.message)) {
    throw error;
  }
}
