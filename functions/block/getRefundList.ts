import * as refunds from '#lib/stripe/refunds.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(refunds.list, {});
