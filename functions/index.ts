import { indexIn } from '#lib/surfaces/root/contents.ts';
import { indexPage } from '#lib/surfaces/root/index-page.ts';

export const handler = indexPage(indexIn(new URL('index.json', import.meta.url)));
