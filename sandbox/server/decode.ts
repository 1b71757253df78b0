/** Decodes a request: its path, and its parameters from the query and from the form in its body. */
import { isUtf8 } from 'node:buffer';
import { decodeForm, FormError } from '#lib/http/form.ts';
import { objectIn } from '#lib/http/json-object.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { readMultipart } from './multipart.ts';

/** A request as it arrived. */
export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** The headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** A decoded request. */
export interface DecodedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: RawRequest['headers'];
  readonly parameters: Json;
}

/**
 * Decodes a request.
 * @throws {StripeError} 400 if the query or the body is malformed
 */
export async function decode({ method, url, headers, body }: RawRequest): Promise<DecodedRequest> {
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  const query = question < 0 ? '' : url.slice(question + 1);
  return {
    method,
    path,
    headers,
    parameters: {
      ...formOf(query),
      ...(isOwn(path) && isJson(headers['content-type'])
        ? jsonOf(body)
        : await bodyOf(headers['content-type'], body)),
    },
  };
}

/** Checks whether a path is a control route. Those accept JSON; the API does not. */
function isOwn(path: string): boolean {
  return path.startsWith('/_sandbox/');
}

function isJson(contentType = ''): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType.trim());
}

function jsonOf(body: Buffer): Json {
  const value = objectIn(body.toString('utf8') || '{}');
  if (value === undefined) {
    throw invalidRequest('Invalid request: the body is not a JSON object.');
  }
  return value;
}

async function bodyOf(contentType: string | undefined, body: Buffer): Promise<Json> {
  if (body.length === 0) {
    return {};
  }
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? 'application/x-www-form-urlencoded';
  if (contentType !== undefined && type === 'multipart/form-data') {
    const { form, files } = await readMultipart(contentType, body);
    return { ...formOf(form), ...files };
  }
  if (type !== 'application/x-www-form-urlencoded') {
    throw invalidRequest(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    );
  }
  if (!isUtf8(body)) {
    throw invalidRequest('Invalid request: the body is not valid UTF-8.');
  }
  return formOf(body.toString('utf8'));
}

function formOf(form: string): Json {
  try {
    return decodeForm(form);
  } catch (error) {
    if (error instanceof FormError) {
      throw invalidRequest(error.message);
    }
    throw error;
  }
}
