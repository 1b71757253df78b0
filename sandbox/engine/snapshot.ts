/** A file that holds all that the sandbox keeps, so that it goes on where it was after a restart. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SavedAccounts } from './accounts.ts';

/** Which snapshots can be read: those with the same number. */
export const FORMAT = 2;

interface Snapshot extends SavedAccounts {
  readonly format: typeof FORMAT;
}

/** How long changes are gathered before they are written, in milliseconds. */
const PERIOD = 500;

/**
 * Reads a snapshot; there may be none yet.
 * @throws {Error} naming the file when it is none, or one of another format
 */
export async function readSnapshot(path: string): Promise<SavedAccounts | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  const snapshot = parse(text);
  if (snapshot?.format !== FORMAT) {
    throw new Error(`${path} is no snapshot of this sandbox. Remove it to begin anew.`);
  }
  return snapshot;
}

function parse(text: string): Snapshot | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // Any other file than one of ours.
    return undefined;
  }
}

/**
 * Puts a snapshot in the place of the one before. Whatever happens meanwhile, there is a whole one: it is written beside
 * it, forced onto the disk, and renamed.
 */
export async function writeSnapshot(path: string, saved: SavedAccounts): Promise<void> {
  const snapshot: Snapshot = { format: FORMAT, ...saved };
  const temporary = `${path}.new`;
  await synced(temporary, 'w', (file) => file.writeFile(JSON.stringify(snapshot)));
  await rename(temporary, path);
  // The new name is in the folder, which has to be on the disk as well.
  await synced(dirname(path), 'r', async () => undefined);
}

async function synced(
  path: string,
  flags: 'w' | 'r',
  use: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  // Nobody else on this machine needs to read it.
  const file = await open(path, flags, 0o600);
  try {
    await use(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes snapshots while the sandbox is used. */
export interface Keeper {
  /** Something may have changed; it is written a little later. */
  note(): void;
  /** Writes what has not been written. */
  close(): Promise<void>;
}

/** Keeps a file up to date with what `save` gives. `log` is told when it cannot be written. */
export function keepSnapshot(path: string, save: () => SavedAccounts, log: (error: unknown) => void): Keeper {
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const write = () => {
    timer = undefined;
    writing = writing.then(() => writeSnapshot(path, save())).catch(log);
    return writing;
  };
  return {
    note: () => {
      timer ??= setTimeout(write, PERIOD);
    },
    close: async () => {
      if (timer !== undefined) {
        clearTimeout(timer);
        write();
      }
      await writing;
    },
  };
}
