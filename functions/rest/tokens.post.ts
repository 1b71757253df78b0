import * as tokens from '#lib/stripe/tokens.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(tokens.create);
