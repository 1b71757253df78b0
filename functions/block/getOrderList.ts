import * as orders from '#lib/operations/orders.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(orders.list, {
  created: 'created',
  customer: 'customer',
  ids: 'ids',
  status: 'status',
  statusTransitions: 'status_transitions',
  upstreamIds: 'upstream_ids',
});
