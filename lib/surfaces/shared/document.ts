/** Endpoints that serve a document: GET, no arguments, no key. */
import { readDocument } from '#documents';
import type { Endpoint, Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { brotliResponse } from '#lib/http/compressed.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { binaryResponse, type HttpResponse, textResponse } from '#lib/http/response.ts';

/** A document and how it is served. */
export interface DocumentOptions
  extends Pick<Endpoint, 'surface' | 'otherMethods' | 'path' | 'description' | 'settings'>,
    Pick<Surface, 'answer' | 'toErrorResponse'> {
  /**
   * The file next to the endpoint: `new URL('openapi.json', import.meta.url)`. It is either checked in, or generated
   * as `lib/cli/documents.ts` says: by the build or, without a build, on the first request.
   */
  readonly file: URL;
  /** The media type. */
  readonly type: string;
  /** Whether the file is text compressed with Brotli. Callers receive it in an encoding that they accept. */
  readonly isBrotli?: boolean;
  /** Adapts the text to the request, for example to the URL that it contains. */
  readonly textFor?: (text: string, request: HttpRequest) => string;
  /** Headers in addition to those of every response, or in place of them, such as a content security policy. */
  readonly headers?: (request: HttpRequest) => Readonly<Record<string, string | undefined>>;
}

/** Creates an endpoint that serves a document. The document is read on the first request and cached. */
export function document(options: DocumentOptions): Handler {
  const { file, type, isBrotli, textFor, headers, answer, toErrorResponse, ...about } = options;
  let contents: Buffer | undefined;
  return makeHandler(
    { ...about, method: 'GET', arguments: [], otherOperations: [], document: file },
    { toErrorResponse },
    async ({ request }): Promise<HttpResponse> => {
      const answered = answer?.(request);
      if (answered !== undefined) {
        return answered;
      }
      contents ??= await readDocument(file);
      if (isBrotli) {
        return brotliResponse(type, contents, request.headers['accept-encoding'], headers?.(request));
      }
      if (type.startsWith('image/')) {
        return binaryResponse(200, type, contents);
      }
      const text = contents.toString('utf8');
      return textResponse(200, type, textFor?.(text, request) ?? text, headers?.(request));
    },
  );
}
