import * as subscriptions from '#lib/stripe/customer-subscriptions.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(subscriptions.cancelOnly, {}, ['POST']);
