/** A function in a process of its own, which charges a card with each of the keys, and ends when nothing is left to do. */
import { handler } from '../../functions/socket/create-charge.ts';
import { call } from '../helpers/call.ts';

process.once('message', async (keys: string[]) => {
  const body = { amount: 500, currency: 'usd', card: 'tok_visa' };
  const replies = await Promise.all(keys.map((key) => call(handler, { key, body })));
  process.send?.(
    replies.map(({ status }) => status),
    () => process.disconnect(),
  );
});
