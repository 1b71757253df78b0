import * as balance from '#lib/stripe/balance.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(balance.retrieve);
