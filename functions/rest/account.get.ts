import * as accounts from '#lib/stripe/accounts.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(accounts.retrieveOwn);
