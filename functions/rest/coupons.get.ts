import * as coupons from '#lib/stripe/coupons.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(coupons.list, {}, ['POST']);
