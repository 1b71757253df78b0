/** Control routes: the request log, and a stream of live events. */
import { id, integer, required, text } from '#lib/parameters/parameters.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { wildcard } from '#sandbox/engine/wildcard.ts';
import type { LoggedRequest } from '#sandbox/server/request-log.ts';
import { pageOf } from './objects.ts';
import { type Context, type Control, listOf, route, Stream } from './route.ts';

/** How often an idle stream sends a comment to keep the connection open, in milliseconds. */
const HEARTBEAT = 15_000;

export const REQUESTS: readonly Control[] = [
  route(
    'GET',
    '/requests',
    'Lists the latest API requests with their replies, newest first. Secrets are masked.',
    {
      method: text('Only requests with this method.', { example: 'POST' }),
      path: text('Only requests to this path; * matches any part of it.', { example: '/v1/charges*' }),
      status: text('Only replies with this status, such as 402 or 4xx.', {
        example: '402',
      }),
      limit: integer('How many requests to return.', { min: 1, max: 500, default: 100 }),
      starting_after: id('req', 'The ID of the last request on the previous page.'),
    },
    (context, { method, path = '*', status = '*', limit = 100, starting_after }) => {
      const isPath = wildcard(path);
      const isStatus = wildcard(status.replace(/^([1-5])xx$/i, '$1*'));
      const fits = (one: LoggedRequest) =>
        (method === undefined || one.method === method.toUpperCase()) &&
        isPath(one.path) &&
        isStatus(String(one.status));
      const { page, has_more } = pageOf([...visible(context)].filter(fits), limit, starting_after);
      return listOf(page, has_more);
    },
  ),
  route(
    'GET',
    '/requests/{id}',
    'Retrieves a logged request with its reply.',
    { id: required(id('req', 'The request.')) },
    (context, { id: asked }) => {
      const found = [...visible(context)].find((one) => one.id === asked);
      if (found === undefined) {
        throw invalidRequest(`No such request in the log: ${asked.slice(0, 100)}`, {
          param: 'id',
          status: 404,
        });
      }
      return { ...found };
    },
  ),
  route(
    'GET',
    '/stream',
    'Streams what happens as text/event-stream: request, event, delivery, clock, account.',
    {},
    (context) =>
      new Stream((write) => {
        write(': hello\n\n');
        const stop = context.sandbox.accounts.feed.listen((message) => {
          if (context.hears(message)) {
            const data = JSON.stringify({ account: message.account, ...message.data });
            write(`event: ${message.kind}\ndata: ${data}\n\n`);
          }
        });
        const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT).unref();
        return () => {
          clearInterval(heartbeat);
          stop();
        };
      }),
  ),
];

function* visible(context: Context): Generator<LoggedRequest> {
  const { asked, sandbox } = context;
  const connected = new Set(asked?.connected.map((account) => account.id));
  for (const request of sandbox.requests) {
    const platform = request.account !== null && connected.has(request.account) ? asked!.id : null;
    if (context.hears({ account: request.account, platform })) {
      yield request;
    }
  }
}
