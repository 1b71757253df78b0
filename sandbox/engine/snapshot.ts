/** A file with the whole state of the sandbox, so that it continues after a restart. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SavedAccounts } from './accounts.ts';

/** The format of snapshots; only files with the same number can be read. */
export const FORMAT = 2;

interface Snapshot extends SavedAccounts {
  readonly format: typeof FORMAT;
}

/** How long changes are collected before they are written, in milliseconds. */
const PERIOD = 500;

/**
 * Reads a snapshot. Returns undefined if there is none.
 * @throws {Error} naming the file if it is not a snapshot, or has another format
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
    // Not a snapshot.
    return undefined;
  }
}

/** Replaces the snapshot atomically: it is written to a temporary file, synced to disk, and renamed. */
export async function writeSnapshot(path: string, saved: SavedAccounts): Promise<void> {
  const snapshot: Snapshot = { format: FORMAT, ...saved };
  const temporary = `${path}.new`;
  await synced(temporary, 'w', (file) => file.writeFile(JSON.stringify(snapshot)));
  await rename(temporary, path);
  // The directory entry must be synced too.
  await synced(dirname(path), 'r', async () => undefined);
}

async function synced(
  path: string,
  flags: 'w' | 'r',
  use: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  // The file is private to this user.
  const file = await open(path, flags, 0o600);
  try {
    await use(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes snapshots while the sandbox is in use. */
export interface Keeper {
  /** Reports a possible change; it is written a little later. */
  note(): void;
  /** Writes pending changes. */
  close(): Promise<void>;
}

/** Keeps a file up to date with the result of `save`. `log` receives the errors of failed writes. */
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
