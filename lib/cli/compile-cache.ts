/** Where Node.js keeps what it compiled, for this process and those that it starts. */
import { join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';

export const NODE_COMPILE_CACHE: string = join(ROOT, 'node_modules/.cache/compiled');
