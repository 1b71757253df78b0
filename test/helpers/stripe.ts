/** The real `stripe` client, for a sandbox. */
import Stripe from 'stripe';

/** Creates a client for the sandbox at a URL. It does not retry. Its default API version is 2016-07-06. */
export function stripeAt(address: string, key: string, apiVersion = '2016-07-06'): Stripe {
  const { hostname, port } = new URL(address);
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: 'http',
    apiVersion: apiVersion as Stripe.LatestApiVersion,
    maxNetworkRetries: 0,
    telemetry: false,
  });
}
