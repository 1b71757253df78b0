/** What callers of each surface do, again and again. */
import { tokenOf } from '../helpers/cards.ts';

/**
 * Calls an endpoint, by its route, with its arguments and the caller's key or token.
 * @returns the reply's body
 */
// biome-ignore lint/suspicious/noExplicitAny: it is looked into by name, and the story fails where a name is missing.
export type Send = (route: string, args: object, key: string) => Promise<any>;

/** What a caller does, with the key of an account of its own. */
export type Story = (send: Send, key: string) => Promise<unknown>;

/** A connection may make 100 calls a minute. So few stories in an account keep lists, too, as short as at the start. */
export const STORIES_PER_ACCOUNT = 45;

const charge = { amount: 500, currency: 'usd', description: 'load' };
const year = String(new Date().getUTCFullYear() + 1);

export const SURFACES: Readonly<Record<string, Story>> = {
  socket: async (send, key) => {
    const { id: customer } = await send('POST /stripe/create-customer', { description: 'load' }, key);
    await send('POST /stripe/create-card', { customer, token: 'tok_visa' }, key);
    await send('POST /stripe/create-charge', { ...charge, card: 'tok_visa' }, key);
  },
  block: async (send, key) => {
    await send('POST /api/Stripe/createCharge', { ...charge, source: 'tok_visa' }, key);
    await send('POST /api/Stripe/getChargesList', { limit: 10 }, key);
  },
  rest: async (send, key) => {
    await send('POST /v1/charges', { ...charge, card: 'tok_visa' }, key);
    await send('GET /v1/charges', { count: 10 }, key);
  },
  connector: async (send, key) => {
    const { id } = await send('POST /connector/customers', { Email: 'jenny@example.com' }, key);
    await send('GET /connector/customers/{Id}', { Id: id }, key);
  },
  // The accounts of the card service are those of its tokens. What is created is removed, so pages stay as they are.
  card: async (send, key) => {
    const owner = await tokenOf({ account: key, role: 'owner' });
    const card = { name: 'Business', number: '4242', month: '12', year, stripeToken: 'tok_visa' };
    const { id } = await send('POST /card/create', card, owner);
    await send('POST /card/find', { limit: 10 }, owner);
    await send('POST /card/remove', { id }, owner);
  },
};
