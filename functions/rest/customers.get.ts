import * as customers from '#lib/stripe/customers.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(customers.list, {}, ['POST']);
