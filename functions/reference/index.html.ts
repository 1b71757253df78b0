import { referencePage } from '#lib/surfaces/reference/page.ts';

export const handler = referencePage(new URL('index.html', import.meta.url));
