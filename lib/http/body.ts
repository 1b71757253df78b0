/** Reads a request's body, which is JSON, a form or empty. */
import jsonBodyParser from '@middy/http-json-body-parser';
import { HttpError } from './errors.ts';
import { decodeForm, FormError } from './form.ts';
import type { HttpRequest } from './request.ts';

/** The maximum body size, in bytes. */
export const MAX_BODY = 1024 * 1024;

/*
 * Content types are only a hint: old callers often sent none, or curl's default with a JSON body. Some gateways add a
 * JSON type if there is none.
 */
const JSON_TYPE = /^application\/([\w.-]+\+)?json\b/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;

/**
 * Control characters, which occur unescaped in neither JSON nor forms, but in every compressed body that a gateway
 * treats as text.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const BINARY = /[\0-\x08\x0e-\x1f]/;

/** Matches the start of a form, which cannot be JSON. */
const FORM = /^[\w.%+-]+(\[[^\]]*\])*=/;

/**
 * Returns the named values of a body. Bodies are read for every method, because Stripe's old clients send parameters
 * of GET and DELETE in the body. If a name is in both the query and the body, surfaces use the value in the body.
 * @throws {HttpError} 413 if it is too large, 415 for another content type or a compressed body, 400 if it cannot be
 *   parsed or was lost
 */
export async function readBody(
  { method, body, text: given, headers }: HttpRequest,
  largest: number = MAX_BODY,
): Promise<Record<string, unknown>> {
  if (body.byteLength === 0 && wasLost(method, headers)) {
    const fix = 'configure the gateway or proxy in front of this service to forward request bodies.';
    const inQuery = OFTEN_WITHOUT_BODY.includes(method)
      ? `Send the parameters in the query string, or ${fix}`
      : `C${fix.slice(1)}`;
    throw new HttpError('body_lost', `This ${method} request arrived without its body. ${inQuery}`);
  }
  if (body.byteLength > largest) {
    throw new HttpError('body_too_large', `The body has ${body.byteLength} bytes; the limit is ${largest}.`);
  }
  const text = (given?.toWellFormed() ?? decodeText(body)).trim();
  if (BINARY.test(text)) {
    throw new HttpError('media_type_unsupported', 'The body must be plain text: send it uncompressed.');
  }
  const type = headers['content-type'] ?? '';
  if (text === '') {
    return {};
  }
  if (/^[{[]/.test(text) || (JSON_TYPE.test(type) && !FORM.test(text))) {
    return readJson(text);
  }
  if (type === '' || JSON_TYPE.test(type) || FORM_TYPE.test(type) || /^text\/plain\b/i.test(type)) {
    return readForm(text);
  }
  throw new HttpError(
    'media_type_unsupported',
    'The body must be application/json or application/x-www-form-urlencoded.',
  );
}

/** Methods whose bodies some gateways, proxies and HTTP libraries drop. */
const OFTEN_WITHOUT_BODY = ['GET', 'HEAD', 'DELETE'];

/**
 * Whether a request without a body was sent with one. A body of unknown length may really be empty, which is more
 * likely than a loss if the method usually has a body.
 */
function wasLost(method: string, headers: HttpRequest['headers']): boolean {
  return (
    /^0*[1-9]\d*$/.test(headers['content-length']?.trim() ?? '') ||
    (headers['transfer-encoding'] !== undefined && OFTEN_WITHOUT_BODY.includes(method))
  );
}

/**
 * Parses a form or a query string.
 * @throws {HttpError} 400 if it is malformed
 */
export function readForm(text: string): Record<string, unknown> {
  try {
    return decodeForm(text);
  } catch (error) {
    if (error instanceof FormError) {
      throw new HttpError('request_unreadable', error.message);
    }
    throw error;
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

function decodeText(body: Buffer): string {
  try {
    return UTF_8.decode(body);
  } catch {
    throw new HttpError('request_unreadable', 'The body is not valid UTF-8.');
  }
}

/** The parser checks the keys of JSON. The content type was checked before. */
const parseWithCheckedKeys = jsonBodyParser({ disableContentTypeCheck: true }).before;

/** Keys that could change a prototype when a dictionary is copied. */
const FORBIDDEN_KEY = /"(__proto__|constructor)"\s*:/;

/** The parser calls a function per value, so longer text is rejected instead. */
const LONGEST_CHECKED = 64 * 1024;

/** Parses JSON. The parser's error contains the whole body, which may have a card number, so it is dropped. */
async function readJson(text: string): Promise<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = FORBIDDEN_KEY.test(withoutEscapes(text)) ? await parseChecked(text) : JSON.parse(text);
  } catch {
    throw unreadable();
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new HttpError('request_unreadable', 'The body must be a JSON object, e.g. {"amount": 500}.');
  }
  return parsed as Record<string, unknown>;
}

async function parseChecked(text: string): Promise<unknown> {
  if (text.length > LONGEST_CHECKED) {
    throw unreadable();
  }
  const event = { body: text as unknown, headers: {}, isBase64Encoded: false };
  await parseWithCheckedKeys?.({ event } as never);
  return event.body;
}

/** Decodes escaped letters in JSON (`\\u005f` is `_`), which could hide a forbidden key. */
function withoutEscapes(text: string): string {
  return text.includes('\\u')
    ? text.replace(/\\(?:u00([46][1-9a-f]|[57][0-9a]|5f)|[\s\S])/gi, (written, code) =>
        code === undefined ? written : String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
}

function unreadable(): HttpError {
  return new HttpError(
    'request_unreadable',
    'The body is not valid JSON, or has a forbidden key such as __proto__.',
  );
}
