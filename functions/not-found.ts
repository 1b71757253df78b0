import { contentsIn } from '#lib/surfaces/root/contents.ts';
import { defaultRoute } from '#lib/surfaces/root/default.ts';

const own = import.meta.url;

// The other functions lie beside this one, before a build and after it, with the same extension.
export const handler = defaultRoute(
  contentsIn(new URL('./index.json', own)),
  (surface, name) => import(new URL(`./${surface}/${name}${own.slice(own.lastIndexOf('.'))}`, own).href),
);
