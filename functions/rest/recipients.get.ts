import * as recipients from '#lib/operations/recipients.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(recipients.list);
