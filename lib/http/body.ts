/** Reads a request's body as named values: JSON, a form, or nothing. */
import jsonBodyParser from '@middy/http-json-body-parser';
import { HttpError } from './errors.ts';
import { decodeForm, FormError } from './form.ts';
import type { HttpRequest } from './request.ts';

/** The largest body that is read, in bytes. */
export const MAX_BODY = 1024 * 1024;

/*
 * The type of content is the caller's word; callers of old often gave none, or curl's default with a JSON body.
 * serverless-offline, and other gateways, fill in JSON where there is none.
 */
const JSON_TYPE = /^application\/([\w.-]+\+)?json\b/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;

/** Characters that neither JSON nor a form holds as they are; every compressed text that a gateway took for text does. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const BINARY = /[\0-\x08\x0e-\x1f]/;

/** What begins like this is a form, and no JSON. */
const FORM = /^[\w.%+-]+(\[[^\]]*\])*=/;

/**
 * Gives the named values of a body; an empty one has none. Bodies are read whatever the method: Stripe's clients of the
 * time send the parameters of GET and DELETE so. Where a request has both a query and a body, surfaces merge them, and a
 * name that both have takes its value from the body.
 * @throws {HttpError} 413 when it is too large, 415 for another type of content or a compressed body, 400 when it cannot be read or was lost
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
 * Whether a request that came without a body was sent with one. A body of unknown length may be empty; that is likelier
 * than a loss where bodies are usual.
 */
function wasLost(method: string, headers: HttpRequest['headers']): boolean {
  return (
    /^0*[1-9]\d*$/.test(headers['content-length']?.trim() ?? '') ||
    (headers['transfer-encoding'] !== undefined && OFTEN_WITHOUT_BODY.includes(method))
  );
}

/**
 * Reads a form or a query string.
 * @throws {HttpError} 400 when it cannot be read
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

/** The parser checks the keys of a JSON text; the type of content was checked already. */
const parseWithCheckedKeys = jsonBodyParser({ disableContentTypeCheck: true }).before;

/** A key by which code that copies a dictionary would change a prototype. */
const FORBIDDEN_KEY = /"(__proto__|constructor)"\s*:/;

/** The parser calls a function for each value, so texts of more characters are not given to it. */
const LONGEST_CHECKED = 64 * 1024;

/** The parser's error carries the whole body, which may hold a card number: nothing of it is kept. */
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

/** The JSON text with plain letters in place of their escapes (`\\u005f` is `_`), which could hide a key. */
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
