/** Decodes multipart forms (RFC 7578), which files are uploaded in and which several old clients send for any call. */
import { isUtf8 } from 'node:buffer';
import { MIMEType } from 'node:util';

/** The contents of a multipart form. */
export interface Multipart {
  /** The fields that are text, as pairs of a name and a value, in the order of the form. */
  readonly texts: readonly (readonly [name: string, value: string])[];
  /** The fields that are files, in the order of the form. */
  readonly files: readonly (readonly [name: string, file: MultipartFile])[];
}

/** A file in a multipart form. */
export interface MultipartFile {
  readonly name: string;
  /** Its media type: `text/plain` if the form names none, `application/octet-stream` if it is invalid. */
  readonly type: string;
  readonly data: Buffer;
}

/**
 * Decodes a multipart form.
 * @param contentType the header `Content-Type`, which names the boundary between the parts
 * @throws {MultipartError} if the body is not such a form
 */
export async function decodeMultipart(contentType: string, body: Buffer): Promise<Multipart> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      // The cause may quote the body, so it is not kept.
      throw new MultipartError(
        'The multipart form cannot be read; does it use the boundary of its Content-Type?',
      );
    });
  requireUtf8(contentType, body, form);
  const texts: [string, string][] = [];
  const files: [string, MultipartFile][] = [];
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      texts.push([field, value]);
    } else {
      const data = Buffer.from(await value.arrayBuffer());
      files.push([field, { name: value.name, type: value.type || 'application/octet-stream', data }]);
    }
  }
  return { texts, files };
}

/**
 * Rejects texts that are not UTF-8, which the platform's parser has changed by then. Only the content of files may be
 * anything.
 * @throws {MultipartError} if the body has such a text
 */
function requireUtf8(contentType: string, body: Buffer, form: FormData): void {
  if (isUtf8(body)) {
    return;
  }
  const delimiter = `--${new MIMEType(contentType).params.get('boundary')}`;
  let start = body.indexOf(delimiter);
  for (const [, value] of form) {
    const end = body.indexOf(`\r\n${delimiter}`, start);
    const part = body.subarray(start, end);
    const text = typeof value === 'string' ? part : part.subarray(0, part.indexOf('\r\n\r\n'));
    if (!isUtf8(text)) {
      throw new MultipartError('The multipart form has text that is not UTF-8.');
    }
    start = end + 2;
  }
}

/** A multipart form that cannot be read. */
export class MultipartError extends Error {}

/** Encodes the text fields as an ordinary form, so that nested names (`card[number]`) are decoded by the same rules. */
export function formOfTexts(texts: Multipart['texts']): string {
  return texts.map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join('=')).join('&');
}
