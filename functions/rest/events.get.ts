import * as events from '#lib/operations/events.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(events.list);
