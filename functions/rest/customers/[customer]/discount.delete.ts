import * as discounts from '#lib/operations/discounts.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(discounts.deleteCustomerDiscount);
