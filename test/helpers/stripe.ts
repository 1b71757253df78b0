/** The real `stripe` client, at a sandbox. */
import Stripe from 'stripe';

/** A client of the sandbox at an address. It speaks version 2016-07-06 unless told otherwise, and repeats nothing. */
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
