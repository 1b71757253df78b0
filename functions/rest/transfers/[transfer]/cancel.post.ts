import * as transfers from '#lib/operations/transfers.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(transfers.cancel);
