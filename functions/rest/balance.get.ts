import * as balance from '#lib/operations/balance.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(balance.retrieve);
