/** Bundles every function for AWS Lambda. */
import { build } from '#lib/deploy/build.ts';
import { command } from './command.ts';

await command({ usage: 'npm run build\n\nBundles the functions into dist/.' }, async () => {
  const { functions, bytes, milliseconds } = await build();
  const count = Object.keys(functions).length;
  console.log(
    `Built ${count} functions (${Math.round(bytes / 1024)} KiB) into dist/functions in ${milliseconds} ms.`,
  );
});
