import { referenceScript } from '#lib/surfaces/reference/page.ts';

export const handler = referenceScript(new URL('start.js', import.meta.url));
