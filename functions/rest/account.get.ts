import * as accounts from '#lib/operations/accounts.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(accounts.retrieveOwn);
