/** Endpoints that serve a document: GET, no arguments, no key. */
import { readDocument } from '#documents';
import type { Endpoint, Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { binaryResponse, type HttpResponse, textResponse } from '#lib/http/response.ts';

/** What a document is, and how it is served. */
export interface DocumentOptions
  extends Pick<Endpoint, 'surface' | 'otherMethods' | 'path' | 'description' | 'settings'>,
    Pick<Surface, 'answer' | 'toErrorResponse'> {
  /**
   * The file, beside that of the endpoint: `new URL('openapi.json', import.meta.url)`. It is checked in, or made by what
   * `lib/cli/documents.ts` names for it: by the build, and without a build when it is first asked for.
   */
  readonly file: URL;
  /** The media type. */
  readonly type: string;
  /** Changes the text for whoever asks for it, such as the address that it names. */
  readonly textFor?: (text: string, request: HttpRequest) => string;
  /** Headers beyond those of every reply, or in place of them, such as a policy for a page. */
  readonly headers?: (request: HttpRequest) => Readonly<Record<string, string | undefined>>;
}

/** Makes an endpoint that serves a document. It is read when it is first asked for, and kept. */
export function document(options: DocumentOptions): Handler {
  const { file, type, textFor, headers, answer, toErrorResponse, ...about } = options;
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
      if (type.startsWith('image/')) {
        return binaryResponse(200, type, contents);
      }
      const text = contents.toString('utf8');
      return textResponse(200, type, textFor?.(text, request) ?? text, headers?.(request));
    },
  );
}
