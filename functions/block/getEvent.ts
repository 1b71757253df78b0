import * as events from '#lib/operations/events.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(events.retrieve, {
  eventId: 'id',
});
