/** The local secret for signing tokens with the sandbox. It is created once and kept in the work tree. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';

const FILE = join(ROOT, '.local', 'card-jwt-secret');

/**
 * Returns the secret, and creates it if there is none. `npm start` uses it for the card service only with the sandbox,
 * so its tokens are useless elsewhere.
 */
export async function localJwtSecret(): Promise<string> {
  await mkdir(dirname(FILE), { recursive: true });
  try {
    await writeFile(FILE, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
  return readFile(FILE, 'utf8');
}
