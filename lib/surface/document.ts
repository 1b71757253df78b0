/** Endpoints that serve a document: GET, no arguments, no key. */
import type { Endpoint, Handler, Surface } from '#lib/endpoint.ts';
import { handle } from '#lib/handle.ts';
import { textReply } from '#lib/http/reply.ts';

/** What is said of a document. */
interface About extends Pick<Endpoint, 'surface' | 'path' | 'description'>, Pick<Surface, 'fail'> {
  /** The media type. */
  readonly type: string;
}

/** Makes an endpoint that serves a text, which is read when it is first asked for and kept. */
export function document({ type, fail, ...about }: About, read: () => Promise<string>): Handler {
  let text: string | undefined;
  return handle({ ...about, method: 'GET', arguments: [], alsoCalls: [] }, { fail }, async () => {
    text ??= await read();
    return textReply(200, type, text);
  });
}
