/** Reads archives as `npm run package` makes them: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const IN_DIRECTORY = 0x02014b50;
const DEFLATED = 8;

/** The files in an archive, by their paths. */
export function readArchive(archive: Buffer): Map<string, Buffer> {
  const end = lastIndexOf(archive, END_OF_DIRECTORY);
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== IN_DIRECTORY) {
      throw new Error('The directory of the archive is broken.');
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      archive.readUInt16LE(at + offset),
    ) as [number, number, number];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    files.set(name, contentsAt(archive, archive.readUInt32LE(at + 42), archive.readUInt32LE(at + 20)));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

function contentsAt(archive: Buffer, at: number, size: number): Buffer {
  const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  const stored = archive.subarray(start, start + size);
  return archive.readUInt16LE(at + 8) === DEFLATED ? inflateRawSync(stored) : stored;
}

function lastIndexOf(archive: Buffer, signature: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return archive.lastIndexOf(bytes);
}

/** Writes the files of an archive to a folder. */
export async function unpack(archive: Buffer, folder: string): Promise<void> {
  for (const [name, contents] of readArchive(archive)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
}
