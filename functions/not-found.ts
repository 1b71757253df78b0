import { existsSync } from 'node:fs';
import { indexIn } from '#lib/surfaces/root/contents.ts';
import { defaultRoute } from '#lib/surfaces/root/default.ts';

const own = import.meta.url;
const extension = own.slice(own.lastIndexOf('.'));

// The other functions are next to this one, with the same extension, both in the source and in a build.
export const handler = defaultRoute(indexIn(new URL('index.json', own)), async (surface, name) => {
  const file = new URL(`${surface}/${name}${extension}`, own);
  return existsSync(file) ? import(file.href) : undefined;
});
