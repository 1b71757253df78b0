import { errorOf, StripeSocketError } from './error.js';

/** @import { CallOptions, ClientOptions, TokenOptions } from './types.d.ts' */
/** @import { Protocol } from './protocols.js' */

/** The longest wait before a retry, in milliseconds. If the service asks for a longer one, the error is thrown. */
const LONGEST_WAIT = 60_000;

/** The wait before the first retry if the response does not set one, in milliseconds. It doubles with each retry. */
const FIRST_WAIT = 500;

const CLIENT_OPTIONS = ['baseUrl', 'apiKey', 'token', 'fetch', 'maxRetries', 'timeout', 'warn'];
const CALL_OPTIONS = ['idempotencyKey', 'maxRetries', 'signal', 'stripeAccount', 'stripeVersion', 'timeout'];

/** The base class of all clients. */
export class Client {
  /** @param {ClientOptions | TokenOptions} options */
  constructor(options) {
    check(options, CLIENT_OPTIONS);
    const { apiKey, token, ...others } = /** @type {Record<string, any>} */ (options ?? {});
    const baseUrl = others.baseUrl ?? globalThis.location?.origin;
    const secret = token ?? apiKey;
    if (!baseUrl || !secret) {
      throw new TypeError(
        `${baseUrl ? 'apiKey (for cards: token)' : 'baseUrl'} is required, e.g. ${baseUrl ? 'sk_test_…' : 'https://payments.example.com'}.`,
      );
    }
    if (!/^https?:\/\//.test(baseUrl)) {
      throw new TypeError(`baseUrl must be an http or https URL; got ${baseUrl}.`);
    }
    // Not enumerable, so that logging a client does not show the secret.
    Object.defineProperty(this, 'settings', {
      value: {
        maxRetries: 2,
        timeout: 30_000,
        warn: console.warn,
        ...defined(others),
        baseUrl: `${baseUrl}`.replace(/\/+$/, ''),
        secret,
      },
    });
  }
}

/**
 * Adds methods to a class, one for each call.
 * @param {typeof Client} type
 * @param {Protocol} protocol
 * @param {Record<string, string>} routes the method and path of each call, by name
 * @param {(call: Call) => Promise<any>} run makes the call
 */
export function define(type, protocol, routes, run) {
  for (const [name, route] of Object.entries(routes)) {
    const [method = '', path = ''] = route.split(' ');
    const methods = /** @type {Record<string, any>} */ (type.prototype);
    /** @this {Client} @param {Record<string, any>} [args] @param {CallOptions} [options] */
    methods[name] = function (args = {}, options = {}) {
      check(options, CALL_OPTIONS);
      return run({ client: this, protocol, name, method, path, args, options });
    };
  }
}

/**
 * Returns the routes of calls whose paths end with their names: `createCharge` calls `create-charge`.
 * @param {string} base the start of the paths
 * @param {string} names the names, separated by spaces
 * @param {string} [method]
 */
export function named(base, names, method = 'POST') {
  return Object.fromEntries(
    names
      .split(' ')
      .map((name) => [
        name.replace(/^[A-Z]|-\w/g, (letter) => (letter[1] ? letter[1].toUpperCase() : letter.toLowerCase())),
        `${method} ${base}${name}`,
      ]),
  );
}

/**
 * A call of a method.
 * @typedef {{ client: Client, protocol: Protocol, name: string, method: string, path: string, args: Record<string, any>,
 *   options: CallOptions }} Call
 */

/**
 * Makes a call with retries, and returns the content of the response.
 * @param {Call} call
 * @returns {Promise<any>}
 */
export async function send(call) {
  const { client, protocol, options, method } = call;
  const { settings } = /** @type {any} */ (client);
  const { maxRetries, timeout, signal } = { ...settings, ...defined(options) };
  for (const [name, value] of Object.entries({ maxRetries, timeout })) {
    // A timer with a longer delay would fire immediately.
    if (!(value >= 0 && value < 2 ** 31)) {
      throw new TypeError(`${name} must be a number from 0 to ${2 ** 31 - 1}; got ${value}.`);
    }
  }
  const isKeyed = protocol.isKeyed && method !== 'GET';
  const idempotencyKey = isKeyed ? (options.idempotencyKey ?? newKey()) : undefined;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await sendOnce(call, settings, { signal, timeout, idempotencyKey });
    } catch (error) {
      if (!(error instanceof StripeSocketError)) {
        throw error;
      }
      const { retryable, retryAfter } = error;
      const wait =
        retryAfter === undefined
          ? Math.min(FIRST_WAIT * 2 ** attempt, 8_000) * (0.5 + Math.random() / 2)
          : retryAfter * 1000;
      if (!retryable || attempt >= maxRetries || wait > LONGEST_WAIT) {
        throw error;
      }
      await sleep(wait, signal);
    }
  }
}

/** @param {Call} call @param {any} settings @param {{ signal?: AbortSignal, timeout: number, idempotencyKey?: string }} limits */
async function sendOnce(
  { protocol, name, method, path, args, options },
  settings,
  { signal, timeout, idempotencyKey },
) {
  const secret = await (typeof settings.secret === 'function' ? settings.secret() : settings.secret);
  if (!/^[!-~]+$/.test(secret)) {
    throw new TypeError('The apiKey or token must be ASCII text without spaces.');
  }
  const request = protocol.request(method, path, args);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers = new Headers(
    defined({
      ...protocol.authorization(secret),
      accept: 'application/json',
      'content-type': body && 'application/json',
      'idempotency-key': idempotencyKey,
      'stripe-account': options.stripeAccount,
      'stripe-version': options.stripeVersion,
    }),
  );
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  signal?.aborted ? abort() : signal?.addEventListener('abort', abort);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, timeout);
  let response;
  let text;
  try {
    response = await (settings.fetch ?? fetch)(settings.baseUrl + request.path, {
      method,
      headers,
      ...(body && { body }),
      signal: controller.signal,
    });
    text = await response.text();
  } catch (cause) {
    if (signal?.aborted) {
      throw signal.reason;
    }
    const message = isLate
      ? `The service did not respond within ${timeout} ms.`
      : 'The service could not be reached.';
    throw new StripeSocketError(
      message,
      {
        status: 0,
        type: 'api_connection_error',
        code: isLate ? 'timeout' : undefined,
        errors: [],
        retryable: true,
        idempotencyKey,
      },
      cause,
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
  const ignored = response.headers.get('x-ignored-arguments');
  if (ignored !== null) {
    settings.warn(`${name} does not know these arguments and ignored them: ${ignored}`);
  }
  const reply = response.status === 204 ? undefined : parse(text);
  const told = protocol.problem(response, reply);
  if (told !== undefined || (reply === undefined && response.status !== 204)) {
    throw errorOf(response, reply, told ?? {}, idempotencyKey);
  }
  return protocol.open(reply, response.headers);
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Removes undefined values.
 * @param {object} values
 * @returns {any}
 */
function defined(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** @param {object} options @param {string[]} known */
function check(options, known) {
  const unknown = Object.keys(options ?? {}).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`Unknown option ${unknown}; the options are ${known.join(', ')}.`);
  }
}

/** Returns a unique key. `randomUUID` does not exist in Node.js 18, nor in pages that are not served over https. */
function newKey() {
  return (
    globalThis.crypto?.randomUUID?.() ??
    [Date.now(), Math.random(), Math.random(), Math.random()]
      .map((number) => number.toString(36).slice(-11))
      .join('-')
  );
}

/**
 * Waits for some time.
 * @param {number} milliseconds
 * @param {AbortSignal} [signal] ends the wait
 * @returns {Promise<void>}
 */
export function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      signal?.aborted ? reject(signal.reason) : resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.aborted ? end() : signal?.addEventListener('abort', end);
  });
}
