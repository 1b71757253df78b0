import * as events from '#lib/stripe/events.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(events.retrieve);
