/** Responses with content that is stored compressed. */
import { promisify } from 'node:util';
import { brotliDecompress, gzip } from 'node:zlib';
import { binaryResponse, type HttpResponse, textResponse } from './response.ts';

/**
 * Makes a response of text that is stored in Brotli. Callers that do not accept Brotli get gzip, or the plain text.
 * @param type media type
 * @param contents the text, compressed with Brotli
 * @param accepted the request's Accept-Encoding
 */
export async function brotliResponse(
  type: string,
  contents: Buffer,
  accepted: string | undefined,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<HttpResponse> {
  const own = { ...headers, Vary: 'Accept-Encoding' };
  const encodings = encodingsIn(accepted);
  if (encodings.includes('br')) {
    return binaryResponse(200, type, contents, { ...own, 'Content-Encoding': 'br' });
  }
  const text = await promisify(brotliDecompress)(contents);
  return encodings.includes('gzip')
    ? binaryResponse(200, type, await promisify(gzip)(text), { ...own, 'Content-Encoding': 'gzip' })
    : textResponse(200, type, text.toString('utf8'), own);
}

/** Returns the encodings that a header names and does not exclude by `q=0`. */
function encodingsIn(accepted = ''): string[] {
  return accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]!.trim());
}
