import * as refunds from '#lib/operations/refunds.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(refunds.list, {});
