/** The card service in a process of its own, which can be killed: it makes the call that each message asks for. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { handler as create } from '../../functions/card/create.ts';
import { handler as remove } from '../../functions/card/remove.ts';
import { handler as updateCurrent } from '../../functions/card/updateCurrent.ts';
import { call } from '../helpers/call.ts';
import type { Asked } from './cards-killed.ts';

const handlers: Record<Asked['endpoint'], Handler> = { create, remove, updateCurrent };

process.on('message', async ({ endpoint, args, token }: Asked) => {
  const { status, body } = await call(handlers[endpoint], { key: token, body: args });
  process.send?.({ status, body });
});
process.send?.('ready');
