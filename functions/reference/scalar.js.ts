import { scalarScript } from '#lib/surfaces/reference/page.ts';

export const handler = scalarScript(new URL('scalar.js.br', import.meta.url));
