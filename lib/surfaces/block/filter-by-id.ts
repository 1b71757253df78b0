/** Filters the list of subscriptions by ID, which Stripe's own list cannot do. */
import { atMostOneOf } from '#lib/endpoint/cross-field-rules.ts';
import type { EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';

interface Subscription {
  customer: string;
  plan: { id: string } | null;
  status: string;
}

type ListParameters = typeof subscriptions.list.parameters;

/** With `subscriptionId`, lists only that subscription, or nothing if the other filters exclude it. */
export const filterById: Pick<EndpointOptions<ListParameters>, 'otherOperations' | 'rules' | 'run'> = {
  otherOperations: [subscriptions.retrieve],
  // These only apply to Stripe's list, which is not used if one subscription is retrieved.
  rules: ['startingAfter', 'endingBefore', 'expand', 'include'].map((name) =>
    atMostOneOf('subscriptionId', name),
  ),
  run: async ({ params, values, stripe }) => {
    if (values['subscriptionId'] === undefined) {
      return stripe(subscriptions.list, params);
    }
    const answer = await stripe(subscriptions.retrieve, {
      subscription: values['subscriptionId'] as string,
    });
    const { customer, plan, status } = answer.body as unknown as Subscription;
    const fits =
      (params.customer === undefined || params.customer === customer) &&
      (params.plan === undefined || params.plan === plan?.id) &&
      (params.status === undefined
        ? status !== 'canceled'
        : params.status === 'all' || params.status === status);
    return {
      ...answer,
      body: {
        object: 'list',
        url: subscriptions.list.path,
        has_more: false,
        data: fits ? [answer.body] : [],
      },
    };
  },
};
