import { toldByBlock } from './error.js';

/** @import { Told } from './error.js' */

/**
 * The format of a surface's requests and responses.
 * @typedef {{
 *   isKeyed: boolean,
 *   authorization(secret: string): Record<string, string>,
 *   request(method: string, path: string, args: Record<string, any>): { path: string, body?: unknown },
 *   problem(response: Response, body: any): Told | undefined,
 *   open(body: any, headers: Headers): any,
 * }} Protocol
 */

// No protocol spreads another one, so that bundlers can remove unused ones.

/** @param {string} secret */
const authorization = (secret) => ({ authorization: `Bearer ${secret}` });

/** @param {string} secret */
const connection = (secret) => ({ 'x-api-key': secret });

/** @type {Protocol['request']} */
const inBody = (_, path, body) => ({ path, body });

/** @type {Protocol['problem']} */
const problem = ({ ok }, body) =>
  ok ? undefined : body?.error?.message ? body.error : { message: body?.message };

/** @type {Protocol} */
export const sockets = { isKeyed: true, authorization, request: inBody, problem, open: (body) => body };

/** All calls of the card service are idempotent without a key. @type {Protocol} */
export const cards = { isKeyed: false, authorization, request: inBody, problem, open: (body) => body };

/** @type {Protocol} */
export const blocks = {
  isKeyed: true,
  authorization,
  request: (_, path, args) => ({ path, body: { args } }),
  problem(response, body) {
    const { to } = body?.contextWrites?.['#'] ?? {};
    if (!response.ok || body?.callback === 'success') {
      return problem(response, body);
    }
    return to === undefined ? { message: 'The response is not in the format of a block.' } : toldByBlock(to);
  },
  open: (body) => body.contextWrites['#'].to,
};

/** @type {Protocol} */
export const connector = {
  isKeyed: true,
  authorization: connection,
  request: inPath,
  problem,
  open: (body) => body,
};

/** @type {Protocol} */
export const triggers = {
  isKeyed: false,
  authorization: connection,
  request: inPath,
  problem,
  open: (items, headers) => ({
    items,
    triggerState: new URL(headers.get('location') ?? '', 'http://localhost').searchParams.get('triggerState'),
    retryAfter: Number(headers.get('retry-after')),
  }),
};

/** @type {Protocol['request']} */
function inPath(method, template, args) {
  const others = { ...args };
  const path = template.replace(/\{(\w+)\}/g, (_, name) => {
    const value = `${others[name] ?? ''}`;
    delete others[name];
    // A segment of dots would change the path.
    if (/^\.{0,2}$/.test(value)) {
      throw new TypeError(`${name} must be an id; got ${JSON.stringify(value)}.`);
    }
    return encodeURIComponent(value);
  });
  if (method !== 'GET') {
    return { path, body: others };
  }
  const query = `${new URLSearchParams(Object.entries(others).filter(([, value]) => value !== undefined))}`;
  return { path: query === '' ? path : `${path}?${query}` };
}
