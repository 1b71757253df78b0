/** Functions that take card payments, in a process of their own, which can be killed: each message asks for a call. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { handler as captureCharge } from '../../functions/block/captureCharge.ts';
import { handler as createCard } from '../../functions/block/createCard.ts';
import { handler as createCharge } from '../../functions/block/createCharge.ts';
import { handler as createCustomer } from '../../functions/block/createCustomer.ts';
import { handler as createRefund } from '../../functions/block/createRefund.ts';
import { handler as deleteCard } from '../../functions/block/deleteCard.ts';
import { handler as updateCustomer } from '../../functions/block/updateCustomer.ts';
import { call } from '../helpers/call.ts';
import type { Asked } from './charges-killed.ts';
import { outcomeOf } from './outcome.ts';

/** Only those that are asked for: a process that takes the place of a killed one must be there soon. */
const blocks: Readonly<Record<string, Handler>> = {
  captureCharge,
  createCard,
  createCharge,
  createCustomer,
  createRefund,
  deleteCard,
  updateCustomer,
};

process.on('message', async ({ block, args, key, idempotencyKey }: Asked) => {
  const headers = { 'Idempotency-Key': idempotencyKey };
  const outcome = outcomeOf(await call(blocks[block]!, { key, headers, body: { args } }));
  process.send?.(
    outcome.kind === 'done'
      ? { status: 200, body: outcome.object }
      : { status: outcome.kind === 'again' ? 503 : outcome.status, body: outcome },
  );
});
process.send?.('ready');
