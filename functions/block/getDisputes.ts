import * as disputes from '#lib/stripe/disputes.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(disputes.list, {});
