import * as cards from '#lib/operations/cards.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(cards.list);
