/**
 * Downloads a file from the public internet for a caller. To prevent server-side request forgery (SSRF) and DNS
 * rebinding, every address is checked after name resolution, and the connection uses exactly that address.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { EXTENSIONS, identify } from '#lib/operations/file-types.ts';
import type { FileContents } from '#lib/parameters/file-contents.ts';
import { isPublicAddress } from './public-address.ts';

/** The limits of a download. */
export interface Limits {
  /** The maximum size, in bytes. */
  readonly size: number;
  /** The maximum duration, in milliseconds. */
  readonly time: number;
}

/** How names are resolved, and which addresses are allowed. */
export interface Network {
  /** Resolves a host to all its addresses; throws if it has none. */
  resolve(host: string): Promise<readonly LookupAddress[]>;
  isAllowed(address: string): boolean;
  /** The trusted certificate authorities. Default: those of Node.js. */
  readonly ca?: string;
}

/** The public internet. */
export const internet: Network = {
  resolve: (host) => lookup(host, { all: true }),
  isAllowed: isPublicAddress,
};

/** The download failed. The message continues the sentence “file could not be fetched: …” and contains no URL. */
export class DownloadError extends Error {}

const MOST_REDIRECTS = 3;
const PROTOCOLS = new Map([
  ['http:', requestByHttp],
  ['https:', requestByHttps],
]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Downloads a file over HTTP or HTTPS, with the name and type that the server gives. A redirect may lead from HTTP to
 * HTTPS, but not back.
 * @throws {DownloadError} if it cannot be fetched, is too large or too slow, or has a type that Stripe does not accept
 */
export async function download(
  url: string,
  { size, time }: Limits,
  network: Network = internet,
): Promise<FileContents> {
  const signal = AbortSignal.timeout(time);
  try {
    const { response, location } = await follow(url, network, signal);
    const data = await read(response, size);
    const label = { name: nameOf(response, location), type: response.headers['content-type'] ?? '' };
    const identified = identify(label, data);
    if (identified === undefined) {
      throw new DownloadError(
        `its type is ${JSON.stringify(label.type.slice(0, 100))}, but it must be one of ${EXTENSIONS}.`,
      );
    }
    return { ...identified, data };
  } catch (error) {
    if (error instanceof DownloadError) {
      throw error;
    }
    if (signal.aborted) {
      throw new DownloadError(`it took more than ${time} ms.`, { cause: error });
    }
    const { code } = error as NodeJS.ErrnoException;
    throw new DownloadError(`the connection failed${code === undefined ? '' : ` (${code})`}.`, {
      cause: error,
    });
  }
}

/** Follows redirects until the response with the file. */
async function follow(
  url: string,
  network: Network,
  signal: AbortSignal,
): Promise<{ response: IncomingMessage; location: URL }> {
  let location = parse(url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await get(location, network, signal);
    const status = response.statusCode!;
    if (status === 200) {
      return { response, location };
    }
    response.destroy();
    const next = response.headers.location;
    if (!REDIRECTS.has(status) || next === undefined) {
      throw new DownloadError(`the server responded with status ${status}.`);
    }
    const previous = location.protocol;
    location = parse(next, location);
    if (previous === 'https:' && location.protocol === 'http:') {
      throw new DownloadError('it redirects from https to http.');
    }
  }
  throw new DownloadError(`it redirects more than ${MOST_REDIRECTS} times.`);
}

function parse(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (url === null) {
    throw new DownloadError(
      base === undefined ? 'it is not a valid URL.' : 'it redirects to an invalid URL.',
    );
  }
  return url;
}

/** Sends a request to a checked address. */
async function get(url: URL, network: Network, signal: AbortSignal): Promise<IncomingMessage> {
  const request = PROTOCOLS.get(url.protocol);
  if (request === undefined) {
    throw new DownloadError('only http and https URLs are supported, including redirects.');
  }
  const addresses = await allowedAddresses(url.hostname.replace(/^\[|\]$/g, ''), network, signal);
  const pinned: LookupFunction = (_host, { all }, callback) =>
    all ? callback(null, addresses) : callback(null, addresses[0]!.address, addresses[0]!.family);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(url, {
    signal,
    lookup: pinned,
    // Use a new connection: a pooled one was checked for another call.
    agent: false,
    headers: { 'accept-encoding': 'identity' },
    ...(network.ca !== undefined && { ca: network.ca }),
  })
    .on('response', resolve)
    .on('error', reject)
    .end();
  return promise;
}

/** The addresses of a host. If any is forbidden, the name is not trusted at all. */
async function allowedAddresses(
  host: string,
  network: Network,
  signal: AbortSignal,
): Promise<LookupAddress[]> {
  const family = isIP(host);
  const addresses = family === 0 ? await resolveWithin(host, network, signal) : [{ address: host, family }];
  if (addresses.length === 0 || !addresses.every(({ address }) => network.isAllowed(address))) {
    throw new DownloadError('its host is not on the public internet.');
  }
  return [...addresses];
}

/** Resolves a name. The lookup itself cannot be aborted, but waiting for it can. */
async function resolveWithin(
  host: string,
  network: Network,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([network.resolve(host), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function read(response: IncomingMessage, size: number): Promise<Buffer> {
  const tooLarge = () => new DownloadError(`it is larger than ${size} bytes.`);
  const chunks: Buffer[] = [];
  let total = 0;
  if (Number(response.headers['content-length'] ?? 0) > size) {
    response.destroy();
    throw tooLarge();
  }
  for await (const chunk of response as AsyncIterable<Buffer>) {
    total += chunk.byteLength;
    if (total > size) {
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  if (total === 0) {
    throw new DownloadError('it is empty.');
  }
  if ((response.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new DownloadError('the server sent it compressed although the request forbids that.');
  }
  return Buffer.concat(chunks);
}

/** The file name from the header (RFC 6266), or else the last part of the path. */
function nameOf({ headers }: IncomingMessage, { pathname }: URL): string {
  const disposition = headers['content-disposition'] ?? '';
  const extended = /filename\*\s*=\s*UTF-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s"]+))/i.exec(disposition);
  const name = extended === undefined ? (plain?.[1] ?? plain?.[2]) : decoded(extended);
  const last = (text: string) => text.split(/[/\\]/).at(-1)!;
  const clean = (text: string) =>
    text
      .replace(/[\p{Cc}"]/gu, '')
      .trim()
      .slice(0, 200);
  return clean(last(name ?? '')) || clean(last(decoded(pathname))) || 'upload';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
