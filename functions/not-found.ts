import { existsSync } from 'node:fs';
import { indexIn } from '#lib/surfaces/root/contents.ts';
import { defaultRoute } from '#lib/surfaces/root/default.ts';

const own = import.meta.url;
const extension = own.slice(own.lastIndexOf('.'));

// The other functions lie beside this one, before a build and after it, with the same extension.
export const handler = defaultRoute(indexIn(new URL('index.json', own)), async (surface, name) => {
  const file = new URL(`${surface}/${name}${extension}`, own);
  return existsSync(file) ? import(file.href) : undefined;
});
