import * as tokens from '#lib/operations/tokens.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(tokens.retrieve);
