/** The secret that tokens are signed with on this machine, against the sandbox: made once, kept in the work tree. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';

const FILE = join(ROOT, '.local', 'card-jwt-secret');

/**
 * Gives the secret, and makes it when there is none yet. `npm start` takes it for the card service only where the
 * sandbox stands in for Stripe, so its tokens open nothing else.
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
