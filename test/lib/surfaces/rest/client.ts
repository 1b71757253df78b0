/** Callers of the REST API, as old programs are: forms in, JSON out, the key as the user name. */
import { encodeForm } from '#lib/http/form.ts';

/** A JSON object of which tests read fields by name. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into it by name, and fail where a name is missing.
export type Loose = any;

/** A reply of the REST API. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Loose;
}

/** One call. Parameters go into the query, or with POST into a form. */
export type Call = (
  method: string,
  path: string,
  parameters?: object,
  headers?: Record<string, string>,
) => Promise<Reply>;

/** Makes the calls of one key to an API at an address. */
export function callerAt(address: string, key: string, version?: string): Call {
  return async (method, path, parameters = {}, headers = {}) => {
    const form = encodeForm(parameters as Record<string, unknown>);
    const post = method === 'POST';
    const response = await fetch(`${address}/v1${path}${post || form === '' ? '' : `?${form}`}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
        ...(version !== undefined && { 'stripe-version': version }),
        ...(post && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(post && { body: form }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? '' : JSON.parse(text),
    };
  };
}

/** The body of a call that must succeed. */
export async function done(reply: Promise<Reply>): Promise<Loose> {
  const { status, text, body } = await reply;
  if (status !== 200) {
    throw new Error(`The call was answered ${status}: ${text}`);
  }
  return body;
}
