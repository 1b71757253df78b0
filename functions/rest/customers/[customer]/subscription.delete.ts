import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(subscriptions.cancelOnly);
