import * as disputes from '#lib/stripe/disputes.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(disputes.updateOfCharge);
