/** Endpoints that serve a document: GET, no arguments, no key. */
import type { Endpoint, Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { textResponse } from '#lib/http/response.ts';

/** What is said of a document. */
interface About extends Pick<Endpoint, 'surface' | 'path' | 'description'>, Pick<Surface, 'toErrorResponse'> {
  /** The media type. */
  readonly type: string;
}

/** Makes an endpoint that serves a text, which is read when it is first asked for and kept. */
export function document({ type, toErrorResponse, ...about }: About, read: () => Promise<string>): Handler {
  let text: string | undefined;
  return makeHandler(
    { ...about, method: 'GET', arguments: [], otherOperations: [] },
    { toErrorResponse },
    async () => {
      text ??= await read();
      return textResponse(200, type, text);
    },
  );
}
