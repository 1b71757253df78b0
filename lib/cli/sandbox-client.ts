/** Calls the control routes of a running sandbox. */
import { CommandError } from './command.ts';

/** A running sandbox, as seen by one account. */
export interface SandboxClient {
  /**
   * Calls a route below `/_sandbox` and returns its reply.
   * @throws {CommandError} when the sandbox cannot be reached or rejects the call
   */
  call(method: string, path: string, body?: object): Promise<Reply>;
  /** Yields the messages about the account until the signal is aborted or the sandbox stops. */
  messages(signal: AbortSignal): AsyncGenerator<Message>;
}

/** A JSON response of the sandbox. */
// biome-ignore lint/suspicious/noExplicitAny: the fields depend on the route.
export type Reply = any;

/** A message from the event stream. */
export interface Message {
  readonly kind: string;
  readonly data: Reply;
}

/**
 * Creates a client.
 * @param url the URL of the sandbox
 * @param key the account's secret key, or the token that gives access to all accounts
 */
export function sandboxAt(url: string, key: string): SandboxClient {
  const request = async (path: string, init: RequestInit) => {
    const address = `${url.replace(/\/$/, '')}/_sandbox${path}`;
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const response = await fetch(address, { ...init, headers }).catch((error: Error) => {
      throw init.signal?.aborted
        ? error
        : new CommandError(`No sandbox responds at ${url}. Start one with npm run sandbox, or set --url.`);
    });
    if (!response.ok) {
      throw new CommandError(await reasonOf(response));
    }
    return response;
  };
  return {
    call: async (method, path, body) => {
      const response = await request(path, { method, ...(body && { body: JSON.stringify(body) }) });
      return response.json();
    },
    messages: async function* (signal) {
      try {
        const { body } = await request('/stream', { signal });
        yield* read(body!);
      } catch (error) {
        if (!signal.aborted) {
          throw error;
        }
      }
    },
  };
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return JSON.parse(text).error.message;
  } catch {
    // Another server listens there.
    return `The response (status ${response.status}) is not from a sandbox.`;
  }
}

/** Parses messages in the format `text/event-stream`. */
async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = parts.pop()!;
    for (const part of parts) {
      const match = /^event: (\w+)\ndata: (.*)$/s.exec(part);
      if (match !== null) {
        yield { kind: match[1]!, data: JSON.parse(match[2]!) };
      }
    }
  }
}
