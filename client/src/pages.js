import { send, sleep } from './client.js';

/** @import { Call } from './client.js' */

/**
 * Returns the pages of a list: a promise of the first page, which can also be iterated over for the objects of all pages.
 * @param {(page: any, args: Record<string, any>) => Record<string, any> | undefined} next the arguments for the
 *   next page; undefined after the last page
 * @param {(args: Record<string, any>) => boolean} isBackwards whether to iterate from the last object to the first
 * @returns {(call: Call) => Promise<any>}
 */
const listing = (next, isBackwards) => (call) => {
  const { args, options } = call;
  const first = send(call);
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      const backwards = isBackwards(args);
      for (let page = await first; ; ) {
        yield* backwards ? [...page.data].reverse() : page.data;
        const more = next(page, args);
        if (more === undefined) {
          return;
        }
        page = await send({ ...call, args: more, options: { ...options, idempotencyKey: undefined } });
      }
    },
  });
};

/**
 * Pages lists by the ID of an object.
 * @param {string} after @param {string} before the arguments for that ID
 */
export const byId = (after, before) =>
  listing(
    ({ data, has_more }, args) => {
      const isBackwards = args[before] !== undefined;
      const last = data.at(isBackwards ? 0 : -1)?.id;
      return has_more && last !== undefined ? { ...args, [isBackwards ? before : after]: last } : undefined;
    },
    (args) => args[before] !== undefined,
  );

/** Pages lists by the cursors in their pages. */
export const byCursor = /* @__PURE__ */ listing(
  ({ next, prev }, args) => {
    const [name, cursor] = args.prev === undefined ? ['next', next] : ['prev', prev];
    return cursor === undefined ? undefined : { ...args, [name]: cursor };
  },
  ({ prev }) => prev !== undefined,
);

/**
 * Polls a trigger: returns a promise of the first poll, which can also be iterated over for all following polls.
 * @param {Call} call
 */
export function polling(call) {
  const first = send(call);
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      let { triggerState } = call.args;
      for (let pending = first; ; ) {
        const poll = await pending.catch((error) => {
          // The trigger was polled too early, perhaps by another process.
          if (error.status === 429 && error.retryAfter !== undefined) {
            return { retryAfter: error.retryAfter };
          }
          throw error;
        });
        if (poll.items !== undefined) {
          triggerState = poll.triggerState;
          yield poll;
        }
        await sleep(poll.retryAfter * 1000, call.options.signal);
        pending = send({ ...call, args: { ...call.args, triggerState } });
      }
    },
  });
}
