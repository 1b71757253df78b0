import * as recipients from '#lib/stripe/recipients.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(recipients.retrieve, {}, ['POST', 'DELETE']);
