/** What the archive holds: what a function needs, in few files, and nothing of other surfaces. */
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Deployment } from './deployment.ts';
import { readArchive } from './unzip.ts';

export function testBundles(deployment: Deployment): void {
  /** The text of each file with code, by its path. */
  let files: Map<string, string>;

  beforeAll(() => {
    const code = [...readArchive(deployment.packaged.archive)].filter(([path]) => path.endsWith('.mjs'));
    files = new Map(code.map(([path, contents]) => [relative('dist', path), contents.toString()]));
  });

  const isFunction = (name: string) => !/^functions\/shared\//.test(name);

  const functions = () => [...files.keys()].filter(isFunction);

  /** The files that a file loads when it is imported, itself among them. */
  function loadedBy(name: string, found = new Set<string>()): ReadonlySet<string> {
    if (!found.has(name)) {
      found.add(name);
      for (const [, path] of files.get(name)!.matchAll(/(?:from|import)"(\.[^"]+)"/g)) {
        loadedBy(join(name, '..', path!), found);
      }
    }
    return found;
  }

  const textLoadedBy = (name: string) => [...loadedBy(name)].map((file) => files.get(file)!).join('\n');

  test('a function loads few files', () => {
    for (const name of functions()) {
      expect({ name, few: loadedBy(name).size <= 5 }).toEqual({ name, few: true });
    }
  });

  test('a function loads no file of another surface', () => {
    for (const name of functions()) {
      const [, surface] = name.replace(/\.mjs$/, '').split('/');
      const foreign = [...loadedBy(name)].filter(
        (file) => !isFunction(file) && !file.startsWith(`functions/shared/${surface}-`),
      );
      expect({ name, foreign }).toEqual({ name, foreign: [] });
    }
  });

  test('only the cards and the connector, which count and keep in DynamoDB, load what calls AWS', () => {
    for (const name of functions()) {
      const loads = textLoadedBy(name).includes('X-Amz-Target');
      expect({ name, loads: loads && !/^functions\/(card|connector|webhooks)\//.test(name) }).toEqual({
        name,
        loads: false,
      });
    }
    expect(textLoadedBy('functions/card/find.mjs')).toContain('X-Amz-Target');
  });

  describe('the SDK', () => {
    test('comes without the resources that are not used', () => {
      for (const name of functions()) {
        expect(textLoadedBy(name)).not.toContain('/v1/terminal/readers');
      }
    });

    test('comes with the resource that uploads', () => {
      expect(textLoadedBy('functions/block/createFileUpload.mjs')).toContain('multipart/form-data');
    });
  });

  test('Node’s own modules are taken without evaluating all that they offer', () => {
    for (const [name, text] of files) {
      const imported = [...text.matchAll(/(?:from|import)"([^".][^"]*)"/g)].map(([, path]) => path);
      expect({ name, imported }).toEqual({ name, imported: [] });
    }
  });
}
