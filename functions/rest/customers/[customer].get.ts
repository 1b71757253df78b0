import * as customers from '#lib/operations/customers.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(customers.retrieve);
