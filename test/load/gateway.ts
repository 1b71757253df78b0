/** All functions in one process, behind a server that makes events of requests, as API Gateway does; see `main.ts`. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { eventOf } from '../helpers/call.ts';

const routes = (await readCatalogue()).map(({ handler, method, path }) => ({
  handler,
  method,
  path,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

const server = createServer(async (request, response) => {
  const { statusCode, headers, body } = await answer(request);
  response.writeHead(statusCode, headers).end(body);
});
server.listen(0, '127.0.0.1', () => {
  console.log(`API http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});

async function answer(request: IncomingMessage) {
  const { pathname, search } = new URL(request.url!, 'http://localhost');
  const { handler, path } = routes.find(
    ({ method, pattern }) => method === request.method && pattern.test(pathname),
  )!;
  const event = eventOf(handler, {
    path: pathname,
    route: path,
    rawQuery: search.slice(1),
    headers: request.headers as Record<string, string>,
    body: await text(request),
  });
  return handler(event);
}
