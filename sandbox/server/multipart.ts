/** Reads the multipart forms that files are uploaded in, and returns Stripe's error for malformed ones. */
import { decodeMultipart, formOfTexts, MultipartError } from '#lib/http/multipart.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';

/**
 * Returns the text fields as an ordinary form, and the files by field name: `{name, type, data}`.
 * @throws {StripeError} 400 if the body is not a multipart form
 */
export async function readMultipart(
  contentType: string,
  body: Buffer,
): Promise<{ form: string; files: Json }> {
  try {
    const { texts, files } = await decodeMultipart(contentType, body);
    return { form: formOfTexts(texts), files: Object.fromEntries(files) };
  } catch (error) {
    if (error instanceof MultipartError) {
      throw invalidRequest(error.message);
    }
    throw error;
  }
}

/** Rejects uploads that are not multipart forms, as Stripe does. */
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
