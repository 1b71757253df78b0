/** Reads a foreign manifest from a file or over HTTP. */
import { open } from 'node:fs/promises';
import { getSystemErrorMap } from 'node:util';
import { parse } from 'yaml';
import { printable } from './printable.ts';

/** The manifest cannot be used; the message says why, in one line. */
export class ImportError extends Error {}

const LIMITS = {
  /** The maximum size of a manifest, in bytes. */
  bytes: 1024 * 1024,
  /** The maximum duration of a download, in milliseconds. */
  milliseconds: 10_000,
};

/**
 * Reads a YAML or JSON document.
 * @throws {ImportError} if it cannot be fetched or parsed
 */
export async function readSource(address: string, limits = LIMITS): Promise<unknown> {
  const name = nameOf(address);
  const bytes = /^https?:/i.test(address)
    ? await fetched(new URL(address), name, limits)
    : await fileContents(address, name, limits.bytes);
  return parsed(bytes, name);
}

/** The printable name of a source. The query of a URL is omitted, because it may contain a secret. */
export function nameOf(address: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) {
    return printable(address);
  }
  if (!URL.canParse(address) || !/^https?:/i.test(address)) {
    throw new ImportError('A manifest must be a file or an http:// or https:// URL.');
  }
  const { origin, pathname, username, password } = new URL(address);
  if (username !== '' || password !== '') {
    throw new ImportError(`${origin}${pathname}: URLs with a password are not supported.`);
  }
  return printable(origin + pathname);
}

async function fetched(url: URL, name: string, { bytes, milliseconds }: typeof LIMITS): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(milliseconds) });
    if (!response.ok) {
      await response.body?.cancel();
      throw new ImportError(`${name} responded with status ${response.status}.`);
    }
    return await collected(response.body ?? [], name, bytes);
  } catch (error) {
    throw error instanceof ImportError
      ? error
      : new ImportError(`${name} cannot be fetched: ${reason(error)}.`);
  }
}

async function fileContents(path: string, name: string, bytes: number): Promise<Buffer> {
  try {
    await using file = await open(path);
    return await collected(file.createReadStream({ autoClose: false }), name, bytes);
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError(`${name} cannot be read: ${reason(error)}.`);
  }
}

async function collected(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  most: number,
): Promise<Buffer> {
  const all: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > most) {
      throw new ImportError(`${name} is larger than ${most} bytes.`);
    }
    all.push(chunk);
  }
  return Buffer.concat(all);
}

/** JSON is valid YAML, apart from a few corner cases, so one parser reads both. */
function parsed(bytes: Buffer, name: string): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parse(text, { merge: true, logLevel: 'error' });
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    throw new ImportError(`${name} is not valid YAML or JSON: ${printable(line).replace(/[:.]$/, '')}.`);
  }
}

function reason(error: unknown): string {
  const { name, message, errno, cause } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError') {
    return 'it takes too long';
  }
  const deeper = cause as NodeJS.ErrnoException | undefined;
  const system = getSystemErrorMap().get(errno ?? deeper?.errno ?? 0);
  return printable(system?.[1] ?? deeper?.message ?? message);
}
