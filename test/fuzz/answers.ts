/** Makes the answers that are sent: real ones in which something is wrong; and judges what they are. */
import { isUtf8 } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { LARGEST_RESPONSE } from '#lib/stripe/http-response.ts';
import { withKeys } from '../helpers/well-formed.ts';

/** An answer as the sandbox gave it. */
export interface Real {
  readonly status: number;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Headers in their order. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** What is wrong with an answer. It is plain data, so that a case that fails can be printed. */
export type Fault =
  | { readonly kind: 'none' }
  /** The real body under another status. */
  | { readonly kind: 'status'; readonly status: number }
  /** A body with this as its `error`. */
  | { readonly kind: 'error'; readonly status: number; readonly error: unknown; readonly headers: Headers }
  /** A body that is not Stripe's at all. */
  | { readonly kind: 'foreign'; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: 'headers'; readonly headers: Headers }
  /** Values of the real body that are gone, or others; each by its number in the order in which they stand there. */
  | { readonly kind: 'json'; readonly changes: readonly Change[] }
  /** The real body with something more in it. */
  | { readonly kind: 'more'; readonly members: Readonly<Record<string, unknown>> }
  | { readonly kind: 'truncated'; readonly part: number }
  | { readonly kind: 'encoded'; readonly as: keyof typeof ENCODINGS }
  /** A body with so many bytes more, all of one text. */
  | { readonly kind: 'large'; readonly bytes: number; readonly text: string }
  | { readonly kind: 'deep'; readonly levels: number }
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string; readonly hasBody: boolean }
  | { readonly kind: 'wire'; readonly how: keyof typeof WIRES };

/** A change of one value. */
export type Change = readonly [at: number, how: 'remove' | 'replace', value: unknown];

/** What a request was answered with. */
export interface Delivered {
  readonly status: number;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** All of the body; `undefined` where it could not be read to its end, or nothing could. */
  readonly body: Buffer | undefined;
  write(response: ServerResponse): void;
}

/** Stands in a fault for what must not be shown: the key of the call, or the number of a card. */
export const SECRET = '<secret>';

/** Makes the answer that is sent: the real one with its fault, with a secret of the call where one is asked for. */
export function answerWith(fault: Fault, real: Real, secret: string): Delivered {
  const { status, headers, body } = real;
  switch (fault.kind) {
    case 'none':
      return sent(status, headers, body);
    case 'status':
      return sent(fault.status, headers, body);
    case 'error': {
      const text = JSON.stringify({ error: fault.error }).replaceAll(SECRET, secret);
      return sent(fault.status, { ...headers, ...lowerCase(fault.headers) }, text);
    }
    case 'foreign':
      return sent(fault.status, { 'content-type': fault.type }, fault.body.replaceAll(SECRET, secret));
    case 'headers':
      return sent(status, { ...headers, ...lowerCase(fault.headers) }, body);
    case 'json':
      return sent(status, headers, JSON.stringify(fault.changes.reduce(changed, JSON.parse(body))));
    case 'more':
      return sent(
        status,
        headers,
        JSON.stringify(withKeys([...Object.entries(JSON.parse(body)), ...Object.entries(fault.members)])),
      );
    case 'truncated':
      return sent(status, headers, body.slice(0, Math.floor(body.length * fault.part)));
    case 'encoded':
      return sent(status, headers, ENCODINGS[fault.as](body));
    case 'large': {
      const count = Math.ceil(fault.bytes / Buffer.byteLength(fault.text));
      const more = { filler: fault.text.repeat(count) };
      return sent(status, headers, JSON.stringify({ ...JSON.parse(body), ...more }));
    }
    case 'deep': {
      const deep = `${'{"a":'.repeat(fault.levels)}1${'}'.repeat(fault.levels)}`;
      return sent(status, headers, `${body.trimEnd().slice(0, -1)},"deep":${deep}}`);
    }
    case 'redirect':
      return sent(fault.status, { ...headers, location: fault.to }, fault.hasBody ? body : '');
    case 'wire':
      return WIRES[fault.how](real);
  }
}

/** What an answer is for whoever asked: only what is complete, and in Stripe's form, is Stripe's. */
export type Nature = 'success' | 'refusal' | 'none of Stripe’s';

/** Judges an answer by itself; one to a call that lists must be a page of a list, after the object that was named. */
export function natureOf(
  { status, body }: Pick<Delivered, 'status' | 'body'>,
  { isList, after }: { isList: boolean; after?: string | undefined },
): Nature {
  const object = body === undefined ? undefined : objectIn(body);
  const error = object?.['error'] ?? undefined;
  if (status >= 200 && status < 300 && object !== undefined && error === undefined) {
    return isList && !isPage(object, after) ? 'none of Stripe’s' : 'success';
  }
  const type = (error as { type?: unknown } | undefined)?.type;
  return status >= 400 && status < 600 && typeof type === 'string' && type !== '' && type.length <= 500
    ? 'refusal'
    : 'none of Stripe’s';
}

function isPage({ data, has_more }: Record<string, unknown>, after: string | undefined): boolean {
  if (!Array.isArray(data) || !data.every(isObject)) {
    return false;
  }
  const ids = data.map(({ id }) => id);
  const goesOn = after === undefined || !ids.includes(after);
  return goesOn && (has_more !== true || [ids[0], ids.at(-1)].every((id) => typeof id === 'string'));
}

/** Whether a body is more than is read of one, or than fits as a JSON string into a reply. */
export function isTooLarge(body: Buffer): boolean {
  return body.byteLength > LARGEST_RESPONSE || Buffer.byteLength(JSON.stringify(body.toString())) > 5_900_000;
}

function objectIn(body: Buffer): Record<string, unknown> | undefined {
  if (isTooLarge(body) || !isUtf8(body)) {
    return undefined;
  }
  try {
    const text = body.toString();
    const value: unknown = JSON.parse(text);
    return isObject(value) && !text.includes('{"a":'.repeat(1_000)) ? value : undefined;
  } catch {
    // It is no JSON, which is what is asked.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An answer by Node.js' own server. */
function sent(status: number, headers: Readonly<Record<string, string>>, body: string | Buffer): Delivered {
  const bytes = Buffer.from(body);
  const hasBody = status !== 204 && status !== 304;
  return {
    status,
    headers,
    body: hasBody ? bytes : Buffer.alloc(0),
    write: (response) => {
      response.writeHead(status, { ...headers, ...(hasBody && { 'content-length': bytes.byteLength }) });
      response.end(hasBody ? bytes : undefined);
    },
  };
}

const lowerCase = (headers: Headers) =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));

/** The places of all values in a JSON value, in the order in which they stand. */
function placesIn(value: unknown, place: readonly string[] = []): string[][] {
  const inside =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...place, key]))
      : [];
  return place.length === 0 ? inside : [[...place], ...inside];
}

function changed(value: unknown, [at, how, by]: Change): unknown {
  const places = placesIn(value);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) {
    return value;
  }
  const parents = place.slice(0, -1);
  const last = place.at(-1)!;
  const parent = parents.reduce((inner, key) => (inner as Record<string, unknown>)[key], value) as Record<
    string,
    unknown
  >;
  if (how === 'replace') {
    parent[last] = by;
  } else if (Array.isArray(parent)) {
    parent.splice(Number(last), 1);
  } else {
    delete parent[last];
  }
  return value;
}

/** Bodies in which the same text stands in other bytes. */
export const ENCODINGS = {
  'utf-16': (text: string) => Buffer.from(text, 'utf16le'),
  'latin-1': (text: string) => Buffer.from(text.replace('{', '{"é":"ÿ",'), 'latin1'),
  'with a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'cut inside of a character': (text: string) => Buffer.from(`${text}ü`).subarray(0, -1),
  gzip: (text: string) => gzipSync(text),
  base64: (text: string) => Buffer.from(Buffer.from(text).toString('base64')),
  'as a JSON text': (text: string) => Buffer.from(JSON.stringify(text)),
  'in a list': (text: string) => Buffer.from(`[${text}]`),
  twice: (text: string) => Buffer.from(text + text),
  'with null bytes': (text: string) => Buffer.from(`${text}\0\0`),
  'behind the prefix of a guarded JSON': (text: string) => Buffer.from(`)]}',\n${text}`),
  'with blank lines': (text: string) => Buffer.from(`\n\n${text}\n\n`),
};

/** Nothing came that can be read to its end. */
const unreadable = (write: Delivered['write']): Delivered => ({
  status: 0,
  headers: {},
  body: undefined,
  write,
});

/** What is written to the connection as it is, which is closed after it. */
const raw = (text: string): Delivered => unreadable(({ socket }) => socket?.end(text, 'latin1'));

/** The real answer, written in an unusual way. */
const rawReal = ({ status, headers, body }: Real, text: string): Delivered => ({
  status,
  headers,
  body: Buffer.from(body),
  write: ({ socket }) => socket?.end(text),
});

const head = (status: number, more = '') =>
  `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\n${more}`;

const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

const half = (text: string) => text.slice(0, Math.ceil(text.length / 2));

/** What can go wrong with the connection, or with HTTP. */
export const WIRES = {
  'is closed at once': () => unreadable(({ socket }) => socket?.destroy()),
  'is reset': () => unreadable(({ socket }) => socket?.resetAndDestroy()),
  'is closed after the headers': ({ status }: Real) => raw(`${head(status)}Content-Length: 100\r\n\r\n`),
  'is closed within the headers': ({ status }: Real) => raw(head(status)),
  'is closed within the body': ({ status, body }: Real) =>
    raw(`${head(status)}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${half(body)}`),
  'has a wrong size of a chunk': ({ status, body }: Real) =>
    raw(`${head(status)}Transfer-Encoding: chunked\r\n\r\nzz\r\n${body}\r\n0\r\n\r\n`),
  'has a chunk that is too short': ({ status, body }: Real) =>
    raw(`${head(status)}Transfer-Encoding: chunked\r\n\r\nffff\r\n${body}\r\n0\r\n\r\n`),
  'has no last chunk': ({ status, body }: Real) =>
    raw(`${head(status)}Transfer-Encoding: chunked\r\n\r\n${chunk(body)}`),
  'has chunks and a trailer': (real: Real) =>
    rawReal(
      real,
      `${head(real.status)}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunk(real.body)}0\r\nX: y\r\n\r\n`,
    ),
  'ends with the connection': (real: Real) =>
    rawReal(real, `HTTP/1.0 ${real.status} X\r\nContent-Type: application/json\r\n\r\n${real.body}`),
  'comes after early hints': (real: Real) =>
    rawReal(
      real,
      `HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${head(real.status)}Connection: close\r\nContent-Length: ${Buffer.byteLength(real.body)}\r\n\r\n${real.body}`,
    ),
  'is early hints and no more': () => raw('HTTP/1.1 103 Early Hints\r\n\r\n'),
  'switches protocols': () =>
    raw('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  'is no HTTP': () => raw('SSH-2.0-OpenSSH_9.6\r\n'),
  'is nothing but a status': () => raw('HTTP/1.1 200'),
  'has a length that is no number': ({ status, body }: Real) =>
    raw(`${head(status)}Content-Length: many\r\n\r\n${body}`),
  'has two lengths': ({ status, body }: Real) =>
    raw(`${head(status)}Content-Length: 5\r\nContent-Length: 6\r\n\r\n${body}`),
  'has headers without an end': ({ status }: Real) => raw(`${head(status)}X: ${'x'.repeat(70_000)}`),
  'has a header that is none': ({ status, body }: Real) => raw(`${head(status, 'A\0B: c\r\n')}\r\n${body}`),
} satisfies Record<string, (real: Real) => Delivered>;
