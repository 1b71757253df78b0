/** Stripe's clients for Node.js of 2012 to 2016, unchanged: what each calls its methods, and what it makes of errors. */
import { expect } from '@jest/globals';
import { callOldest, type OldClient, oldClient } from '../helpers/old-clients.ts';

type Call = (...given: unknown[]) => Promise<OldClient>;

/** What all of the clients can do, under one name each. */
export interface Calls {
  readonly createToken: Call;
  readonly createCustomer: Call;
  readonly createCharge: Call;
  readonly retrieveCharge: Call;
  readonly listCharges: Call;
  /** The client of 2012 has no method for this. */
  readonly capture: Call | undefined;
  readonly createPlan: Call;
  refund(charge: string, amount: number): Promise<OldClient>;
  subscribe(customer: string, plan: string): Promise<OldClient>;
  unsubscribeAtPeriodEnd(customer: string): Promise<OldClient>;
}

/** One of the clients. */
export interface Client {
  readonly name: string;
  /** The version of the API that it asks for; the oldest client asks for none. */
  readonly version: string | undefined;
  /** Makes calls with a key to an API at an address. */
  at(address: string, key: string): Calls;
  /** What it makes of an error of Stripe's. */
  error(error: StripesError): object;
}

/** An error as Stripe writes it, with its status. */
export interface StripesError {
  readonly status: number;
  readonly type: string;
  readonly message?: string;
  readonly param?: string;
  readonly code?: string;
  /** Whether Stripe said so: what is rejected before Stripe is called has no id of a request. Default: true. */
  readonly isOfStripe?: boolean;
}

/** It knows neither types of errors nor versions. */
const oldest: Client = {
  name: 'stripe-node-1',
  version: undefined,
  at(address, key) {
    const method =
      (name: string): Call =>
      (...given) =>
        callOldest(address, key, name, ...given);
    return {
      createToken: method('token.create'),
      createCustomer: method('customers.create'),
      createCharge: method('charges.create'),
      retrieveCharge: method('charges.retrieve'),
      listCharges: method('charges.list'),
      capture: undefined,
      createPlan: method('plans.create'),
      refund: method('charges.refund'),
      subscribe: (customer, plan) => method('customers.update_subscription')(customer, { plan }),
      unsubscribeAtPeriodEnd: (customer) => method('customers.cancel_subscription')(customer, true),
    };
  },
  error: ({ type, message }) => ({ name: type, ...(message !== undefined && { message }) }),
};

/**
 * A client with types of errors.
 * @param invalidRequest its type of error for a request that is not right
 * @param about what its errors tell of the request that failed
 */
function typed(
  name: Parameters<typeof oldClient>[0],
  version: string,
  invalidRequest: string,
  about: readonly ('id' | 'status')[],
): Client {
  const types: Readonly<Record<string, string>> = {
    card_error: 'StripeCardError',
    invalid_request_error: invalidRequest,
  };
  return {
    name,
    version,
    at(address, key) {
      const { tokens, customers, charges, plans } = oldClient(name, address, key, version);
      return {
        createToken: (given) => tokens.create(given),
        createCustomer: (given) => customers.create(given),
        createCharge: (given) => charges.create(given),
        retrieveCharge: (id) => charges.retrieve(id),
        listCharges: (given) => charges.list(given),
        capture: (id, given) => charges.capture(id, given),
        createPlan: (given) => plans.create(given),
        refund: (id, amount) => charges.refund(id, { amount }),
        subscribe: (customer, plan) => customers.updateSubscription(customer, { plan }),
        unsubscribeAtPeriodEnd: (customer) => customers.cancelSubscription(customer, { at_period_end: true }),
      };
    },
    error: ({ status, type, isOfStripe = true, ...rest }) => ({
      type: status === 401 ? 'StripeAuthenticationError' : types[type],
      rawType: type,
      ...rest,
      ...(isOfStripe && about.includes('id') && { requestId: expect.stringMatching(/^req_\w+$/) }),
      ...(about.includes('status') && { statusCode: status }),
    }),
  };
}

export const CLIENTS: readonly Client[] = [
  oldest,
  typed('stripe-2013', '2013-08-13', 'StripeInvalidRequest', []),
  typed('stripe-node-3', '2015-10-01', 'StripeInvalidRequest', ['id']),
  typed('stripe-node-4', '2016-07-06', 'StripeInvalidRequestError', ['id', 'status']),
];
