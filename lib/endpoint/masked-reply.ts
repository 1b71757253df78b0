/**
 * The last step of every call: masks secrets in the response, whether this service or Stripe wrote it.
 *
 * - An error, with its body and headers, shows no credential of the call, no value of a secret parameter, nothing that
 *   looks like a secret key, and no card number: 12 to 19 digits with a valid check digit, possibly with separators.
 * - A successful response is the object that the caller stored, such as metadata that looks like a card number, or the
 *   keys of a new account. Only the credentials of the call and the card numbers that it sent are masked.
 * - Our own headers are masked like errors.
 * - The caller's idempotency key is returned unchanged, unless it is a credential or a secret value.
 *
 * A response without secrets is returned byte for byte.
 */
import { basicUser } from '#lib/http/authorization.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import type { HttpResponse } from '#lib/http/response.ts';
import { digitsIn, isCardNumber, maskCardNumbers } from '#lib/parameters/card-numbers.ts';
import { maskForms, maskStrings } from '#lib/parameters/secret-forms.ts';
import { mask } from './secrets.ts';

/** The secrets of a call. */
export interface Sensitive {
  /** API keys and tokens of the caller and of the deployment. */
  readonly credentials: readonly string[];
  /** The values of secret arguments. */
  readonly secrets: readonly string[];
  readonly request: Pick<HttpRequest, 'headers'>;
}

/** Shorter credentials are ignored: they prove nothing and occur in every message. */
const SHORTEST = 3;

/** Shorter text is too common to search for in a Stripe object or a header. */
const LONG = 6;

/** The length of a 19-digit card number with three characters between digits. */
const LONGEST_WRITTEN = 73;

/** The credentials in a request's headers, even if their format is invalid. */
export function credentialsIn(request: Pick<HttpRequest, 'headers'>): string[] {
  const { authorization = '', 'x-api-key': apiKey = '' } = request.headers;
  const given = [authorization.trim().split(/\s+/).at(-1), basicUser(request as HttpRequest), apiKey];
  return [...new Set(given)].filter((text) => text !== undefined && text.length >= SHORTEST) as string[];
}

/** Masks the secrets in a response, as described above. */
export function maskReply(reply: HttpResponse, sensitive: Sensitive, isFailure: boolean): HttpResponse {
  const headers = maskHeaders(reply.headers, sensitive);
  if (reply.isBase64Encoded) {
    return { ...reply, headers };
  }
  const body = isFailure ? maskFailure(reply.body, sensitive) : maskSuccess(reply.body, sensitive);
  return { ...reply, headers, body };
}

/** Masks all secrets in an error, which is text or JSON. */
export function maskFailure(text: string, sensitive: Sensitive): string {
  const { credentials, secrets, request } = sensitive;
  const hidden = [...credentials, ...secrets];
  const ownKey = request.headers['idempotency-key'];
  const byForm = (shown: string) => maskForms(shown, (digits) => digits !== ownKey);
  // A CVC such as 123 may also occur in the caller's idempotency key, which is needed for a retry.
  const inKey = hidden.filter((secret) => secret.length >= LONG || secret === ownKey);
  return maskStrings(text, (shown, isName) =>
    byForm(isName ? shown : mask(shown, shown === ownKey ? inKey : hidden)),
  );
}

function maskSuccess(body: string, { credentials, secrets }: Sensitive): string {
  const long = credentials.filter((credential) => credential.length >= LONG);
  const numbers = numbersAmong(secrets);
  const isWritten = long.some((credential) => body.includes(JSON.stringify(credential).slice(1, -1)));
  // If letters are escaped, a credential may be escaped as well.
  if (!isWritten && numbers.size === 0 && !body.includes('\\u00')) {
    return body;
  }
  return maskStrings(body, (shown) =>
    maskCardNumbers(long.reduce(maskWhole, shown), (digits) => numbers.has(digits)),
  );
}

/** Masks a credential unless it is part of a longer word, such as another key that starts with it. */
function maskWhole(text: string, credential: string): string {
  return text.replaceAll(credential, (_, at: number) => {
    const around = [text.at(at - 1), text.at(at + credential.length)];
    const isPart = (at > 0 && isWord(around[0])) || isWord(around[1]);
    return isPart ? credential : mask(credential, [credential]);
  });
}

function isWord(character = ''): boolean {
  return /^\w$/.test(character);
}

/** The card numbers among the secrets, as digits only. */
function numbersAmong(secrets: readonly string[]): Set<string> {
  const short = secrets.filter(({ length }) => length <= LONGEST_WRITTEN);
  return new Set(short.map((secret) => digitsIn(secret)).filter(isCardNumber));
}

function maskHeaders(
  headers: HttpResponse['headers'],
  { credentials, secrets }: Sensitive,
): HttpResponse['headers'] {
  const hidden = [...credentials, ...secrets].filter((secret) => secret.length >= LONG);
  const shown = Object.entries(headers).map(([name, value]) => {
    const text = mask(value, hidden);
    const masked = name === 'Idempotency-Key' ? text : maskForms(text);
    // Headers must be ASCII.
    return [name, masked === value ? value : masked.replaceAll('…', '***')] as const;
  });
  return Object.fromEntries(shown);
}
