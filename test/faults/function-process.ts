/** A function in a process of its own, which can be frozen and thawed: it charges a card for each message. */
import { handler } from '../../functions/socket/create-charge.ts';
import { call } from '../helpers/call.ts';

process.on('message', async (key: string) => {
  const body = { amount: 500, currency: 'usd', card: 'tok_visa' };
  const reply = await call(handler, { key, body });
  process.send?.({ status: reply.status, id: reply.body.id });
});
