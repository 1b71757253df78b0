/** Functions that take card payments, in a process of their own, which can be killed: each message asks for a call. */
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { call } from '../helpers/call.ts';
import type { Asked } from './charges-killed.ts';
import { outcomeOf } from './outcome.ts';

const blocks = new Map(
  (await readCatalogue()).flatMap(({ endpoint, name, handler }) =>
    endpoint.surface === 'block' ? [[name, handler] as const] : [],
  ),
);

process.on('message', async ({ block, args, key, idempotencyKey }: Asked) => {
  const headers = { 'Idempotency-Key': idempotencyKey };
  const outcome = outcomeOf(await call(blocks.get(block)!, { key, headers, body: { args } }));
  process.send?.(
    outcome.kind === 'done'
      ? { status: 200, body: outcome.object }
      : { status: outcome.kind === 'again' ? 503 : outcome.status, body: outcome },
  );
});
process.send?.('ready');
