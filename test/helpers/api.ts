/** Calls the sandbox like Stripe's own client, including endpoints that the client no longer has methods for. */
import { encodeForm } from '#lib/http/form.ts';
import { testKey } from './key.ts';
import { stripeAt } from './stripe.ts';

/** A Stripe object as received. */
// biome-ignore lint/suspicious/noExplicitAny: tests access fields by name, and fail if one is missing.
export type Reply = any;

/** The calls of an account, by method. They return the object, or throw the client's error. */
export interface Api {
  readonly key: string;
  get(path: string, parameters?: object): Promise<Reply>;
  post(path: string, parameters?: object): Promise<Reply>;
  del(path: string, parameters?: object): Promise<Reply>;
  /** Returns the calls for a connected account. */
  on(account: string): Api;
  /** Returns the calls at an API version. */
  at(apiVersion: string): Api;
}

/** Returns calls with a new key, unless one is passed. */
export function apiAt(
  url: string,
  key: string = testKey(),
  { stripeAccount, apiVersion }: { stripeAccount?: string; apiVersion?: string } = {},
): Api {
  const client = stripeAt(url, key);
  const options = {
    ...(stripeAccount !== undefined && { stripeAccount }),
    ...(apiVersion !== undefined && { apiVersion }),
  };
  const inQuery = (path: string, parameters: object) => {
    const query = encodeForm(parameters as Record<string, unknown>);
    return query === '' ? path : `${path}?${query}`;
  };
  return {
    key,
    get: (path, parameters = {}) => client.rawRequest('GET', inQuery(path, parameters), undefined, options),
    post: (path, parameters = {}) =>
      client.rawRequest('POST', path, parameters as Record<string, unknown>, options),
    del: (path, parameters = {}) =>
      client.rawRequest('DELETE', inQuery(path, parameters), undefined, options),
    on: (account) => apiAt(url, key, { ...options, stripeAccount: account }),
    at: (version) => apiAt(url, key, { ...options, apiVersion: version }),
  };
}

/** Checks that the available and pending balance equals the sum of the transactions in every currency. */
export async function moneyOf(api: Api): Promise<Record<string, number>> {
  const balance = await api.get('/v1/balance');
  const sums: Record<string, number> = {};
  for (const { currency, amount } of [...balance.available, ...balance.pending]) {
    sums[currency] = (sums[currency] ?? 0) + amount;
  }
  const nets: Record<string, number> = {};
  let after: string | undefined;
  do {
    const page = await api.get('/v1/balance/history', {
      limit: 100,
      ...(after && { starting_after: after }),
    });
    for (const { currency, amount, fee, net } of page.data) {
      if (net !== amount - fee) {
        throw new Error(`The net of a transaction is ${net}, not ${amount} less ${fee}.`);
      }
      nets[currency] = (nets[currency] ?? 0) + net;
    }
    after = page.has_more ? page.data.at(-1).id : undefined;
  } while (after !== undefined);
  for (const currency of new Set([...Object.keys(sums), ...Object.keys(nets)])) {
    if ((sums[currency] ?? 0) !== (nets[currency] ?? 0)) {
      throw new Error(
        `The balance in ${currency} is ${sums[currency]}, its transactions say ${nets[currency]}.`,
      );
    }
  }
  return sums;
}
