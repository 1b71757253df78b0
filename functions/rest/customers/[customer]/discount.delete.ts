import * as discounts from '#lib/stripe/discounts.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(discounts.deleteCustomerDiscount);
