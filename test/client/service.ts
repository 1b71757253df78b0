/** A server in the service's place that answers by a script. */
import type { ServerResponse } from 'node:http';
import { type Script, startUpstream, type Upstream } from '../helpers/upstream.ts';

/** Answers with JSON, as the service does. */
export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A reply by its status, body and headers, or a connection that is closed before any. */
export type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>] | 'closed';

/** Answers requests in turn, the last answer again and again, while `use` runs. */
export async function withService<T>(
  answers: readonly Answer[] | Script,
  use: (service: Upstream) => Promise<T>,
): Promise<T> {
  const script: Script =
    typeof answers === 'function'
      ? answers
      : (response, _, index) => {
          const answer = answers[Math.min(index, answers.length - 1)]!;
          answer === 'closed' ? response.destroy() : reply(response, ...answer);
        };
  const service = await startUpstream(script);
  try {
    return await use(service);
  } finally {
    await service.close();
  }
}

/** What a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`It was not rejected, but gave ${JSON.stringify(value)}.`);
    },
    (error: unknown) => error,
  );
}
