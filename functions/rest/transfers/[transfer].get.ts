import * as transfers from '#lib/stripe/transfers.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(transfers.retrieve);
