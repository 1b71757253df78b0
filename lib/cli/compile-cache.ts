/** Where Node.js caches compiled code, for this process and its child processes. */
import { join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';

export const NODE_COMPILE_CACHE: string = join(ROOT, 'node_modules/.cache/compiled');
