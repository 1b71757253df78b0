/** The ways in which callers charge a card: one for each surface that has one. */
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { Sent } from '../helpers/call.ts';

/** A payment that somebody wants to have made once. */
export interface Payment {
  /** What it is known by: the charge's description. */
  readonly reference: string;
  /** In cents. */
  readonly amount: number;
}

/** A way to charge. */
export interface Charging {
  readonly name: string;
  readonly handler: Handler;
  /** The call that makes a payment. */
  sentFor(payment: Payment): Sent;
}

const ROUTES = ['POST /stripe/create-charge', 'POST /api/Stripe/createCharge', 'POST /v1/charges'];

/** All ways that there are endpoints for. */
export async function readChargings(): Promise<Charging[]> {
  const entries = (await readCatalogue()).filter(({ method, path }) => ROUTES.includes(`${method} ${path}`));
  return entries.map(({ handler, path, endpoint }) => {
    const known = new Set(endpoint.arguments.map(({ name }) => name));
    const card = known.has('card') ? 'card' : 'source';
    return {
      name: endpoint.surface,
      handler,
      sentFor: ({ reference, amount }) => {
        const args = { amount, currency: 'usd', [card]: 'tok_visa', description: reference };
        return { path, body: endpoint.surface === 'block' ? { args } : args };
      },
    };
  });
}
