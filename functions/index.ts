import { contentsIn } from '#lib/surfaces/root/contents.ts';
import { indexPage } from '#lib/surfaces/root/index-page.ts';

export const handler = indexPage(contentsIn(new URL('./index.json', import.meta.url)));
