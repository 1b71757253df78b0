import * as disputes from '#lib/operations/disputes.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(disputes.closeOfCharge);
