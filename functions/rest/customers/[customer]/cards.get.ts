import * as cards from '#lib/stripe/cards.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(cards.list, {}, ['POST']);
