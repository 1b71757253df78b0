import * as disputes from '#lib/operations/disputes.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(disputes.list, {});
