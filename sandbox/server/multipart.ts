/** Decodes multipart forms, which files are uploaded in. */
import type { Operation } from '#lib/operations/operation.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';

/** What a multipart form holds. */
export interface Multipart {
  /** The fields that are text, as pairs of a name and a value. */
  readonly texts: readonly (readonly [string, string])[];
  /** Files by the names of their fields: `{name, type, data}`. */
  readonly files: Json;
}

/** @throws {StripeError} 400 when the body is no such form */
export async function decodeMultipart(contentType: string, body: Buffer): Promise<Multipart> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      // Why it cannot be read may quote it, so nothing of that is told.
      throw invalidRequest('The multipart form cannot be read; is its boundary the one of its content type?');
    });
  const texts: [string, string][] = [];
  const files: [string, Json][] = [];
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      texts.push([field, value]);
    } else {
      const data = new Uint8Array(await value.arrayBuffer());
      files.push([field, { name: value.name, type: value.type || 'application/octet-stream', data }]);
    }
  }
  return { texts, files: Object.fromEntries(files) };
}

/** Stripe takes uploads as multipart forms only. */
export function requireMultipart(
  { host, method }: Operation,
  headers: Readonly<Record<string, string | undefined>>,
): void {
  if (
    host === 'files' &&
    method === 'POST' &&
    !/^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
  ) {
    throw invalidRequest('Files must be sent as a form of the content type multipart/form-data.', {
      param: 'file',
    });
  }
}
