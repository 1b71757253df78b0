/** Serves the documents that a custom connector is created from. They need no arguments and no key. */
import { readFile } from 'node:fs/promises';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { originOf } from '#lib/http/public-url.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { binaryResponse, type HttpResponse, jsonResponse } from '#lib/http/response.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { connectorPath } from './connector.ts';

/** Creates an endpoint that serves a document under its own name. */
export function connectorDocument(
  description: string,
  reply: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse,
): Handler {
  const about = { surface: 'connector', method: 'GET', arguments: [], otherOperations: [], description };
  return makeHandler(
    { ...about, path: (name) => connectorPath(`/${name}`) },
    { toErrorResponse: toStripeErrorResponse },
    ({ request }) => reply(request),
  );
}

/** Serves a JSON file. */
export async function fileReply(file: URL): Promise<HttpResponse> {
  return jsonResponse(200, JSON.parse(await readFile(file, 'utf8')));
}

/** Serves a PNG file. */
export async function imageReply(file: URL): Promise<HttpResponse> {
  return binaryResponse(200, 'image/png', await readFile(file));
}

/** Serves a definition whose host and base path are rewritten to the URL that the request came in on. */
export async function definitionReply(file: URL, request: HttpRequest): Promise<HttpResponse> {
  const definition = JSON.parse(await readFile(file, 'utf8'));
  const { protocol, host } = new URL(originOf(request));
  const [, prefix = ''] = /^(.*)\/connector\//.exec(request.publicPath) ?? [];
  return jsonResponse(200, {
    ...definition,
    host,
    basePath: prefix + definition.basePath,
    schemes: [protocol.slice(0, -1)],
  });
}
