import * as events from '#lib/stripe/events.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(events.list, {
  type: 'type',
});
