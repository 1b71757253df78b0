import * as coupons from '#lib/operations/coupons.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(coupons.list);
