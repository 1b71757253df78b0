import * as charges from '#lib/stripe/charges.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(charges.list, {}, ['POST']);
