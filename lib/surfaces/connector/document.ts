/** The documents that a custom connector is made from. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { originOf } from '#lib/http/public-url.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { type DocumentOptions, document } from '#lib/surfaces/shared/document.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { connectorPath } from './connector.ts';

/** Creates an endpoint that serves a document with the endpoint's own name. */
export function connectorDocument(
  options: Pick<DocumentOptions, 'description' | 'file' | 'type' | 'textFor'>,
): Handler {
  return document({
    surface: 'connector',
    path: (name) => connectorPath(`/${name}`),
    toErrorResponse: toStripeErrorResponse,
    ...options,
  });
}

/** Sets the host and base path of a definition to those of the request, including the stage or the proxy's path. */
export function definitionFor(text: string, request: HttpRequest): string {
  const definition = JSON.parse(text);
  const { protocol, host } = new URL(originOf(request));
  const [, prefix = ''] = /^(.*)\/connector\//.exec(request.publicPath) ?? [];
  const basePath = prefix + definition.basePath;
  return JSON.stringify({ ...definition, host, basePath, schemes: [protocol.slice(0, -1)] });
}
