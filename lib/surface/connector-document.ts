/** The documents that a custom connector is made from: GET, no arguments, no key. */
import { readFile } from 'node:fs/promises';
import type { Handler } from '#lib/endpoint.ts';
import { handle } from '#lib/handle.ts';
import { originOf } from '#lib/http/public-url.ts';
import { binaryReply, type HttpReply, jsonReply } from '#lib/http/reply.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { connectorPath } from './connector.ts';
import { failAsStripe } from './stripe-errors.ts';

/** Makes an endpoint that serves something under its own name. */
export function connectorDocument(
  description: string,
  reply: (request: HttpRequest) => Promise<HttpReply> | HttpReply,
): Handler {
  const about = { surface: 'connector', method: 'GET', arguments: [], alsoCalls: [], description };
  return handle(
    { ...about, path: (name) => connectorPath(`/${name}`) },
    { fail: failAsStripe },
    ({ request }) => reply(request),
  );
}

/** Serves a JSON file. */
export async function fileReply(file: URL): Promise<HttpReply> {
  return jsonReply(200, JSON.parse(await readFile(file, 'utf8')));
}

/** Serves a PNG file. */
export async function imageReply(file: URL): Promise<HttpReply> {
  return binaryReply(200, 'image/png', await readFile(file));
}

/** Serves a definition that says that the API is where it was asked for itself, behind whatever stage or proxy. */
export async function definitionReply(file: URL, request: HttpRequest): Promise<HttpReply> {
  const definition = JSON.parse(await readFile(file, 'utf8'));
  const { protocol, host } = new URL(originOf(request));
  const [, prefix = ''] = /^(.*)\/connector\//.exec(request.publicPath) ?? [];
  return jsonReply(200, {
    ...definition,
    host,
    basePath: prefix + definition.basePath,
    schemes: [protocol.slice(0, -1)],
  });
}
