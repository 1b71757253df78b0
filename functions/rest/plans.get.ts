import * as plans from '#lib/stripe/plans.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(plans.list, {}, ['POST']);
