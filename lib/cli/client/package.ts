/** Generates the client's `package.json`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';

/** The modules that callers can import separately: one for each surface, and the types of Stripe's objects. */
const MODULES = ['blocks', 'cards', 'connector', 'sockets'];

/** Creates the file, with the version of this project. */
export async function packageJson(): Promise<string> {
  const { version, license } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const content = {
    name: 'stripe-socket-client',
    version,
    description: 'A typed client of Stripe Socket: its sockets, blocks, billing cards and connector.',
    license,
    private: true,
    type: 'module',
    engines: { node: '>=18' },
    sideEffects: false,
    files: ['generated', 'src'],
    types: './src/index.d.ts',
    exports: {
      '.': { types: './src/index.d.ts', default: './src/index.js' },
      ...Object.fromEntries(
        MODULES.map((name) => [
          `./${name}`,
          { types: `./generated/${name}.d.ts`, default: `./generated/${name}.js` },
        ]),
      ),
      './objects': { types: './generated/objects.d.ts' },
      './package.json': './package.json',
    },
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
