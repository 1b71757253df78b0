import * as charges from '#lib/operations/charges.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(charges.list);
