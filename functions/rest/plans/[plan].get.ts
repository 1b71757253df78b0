import * as plans from '#lib/operations/plans.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(plans.retrieve);
