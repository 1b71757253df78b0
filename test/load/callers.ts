/** Callers who call again as soon as they are answered, over connections that are kept open. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { encodeForm } from '#lib/http/form.ts';
import type { Received, Sent } from '../helpers/call.ts';
import { sentTo } from '../helpers/valid-call.ts';
import { type Send, STORIES_PER_ACCOUNT, type Story } from './surfaces.ts';

/** What came of some time of calling. */
export interface Called {
  readonly seconds: number;
  /** Milliseconds of each call. */
  readonly latencies: readonly number[];
  /** How many replies of each status; without a reply, of each error. A block's failure has the status it stands for. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The keys that were used. */
  readonly keys: readonly string[];
}

/** A call did not succeed, which has been counted: its story cannot go on. */
class Failed extends Error {}

/** So many callers of a service. */
export class Callers {
  readonly #api: string;
  readonly #catalogue: readonly Entry[];
  readonly #count: number;
  readonly #agent = new Agent({ keepAlive: true });
  #accounts = 0;

  constructor(api: string, catalogue: readonly Entry[], count: number) {
    this.#api = api;
    this.#catalogue = catalogue;
    this.#count = count;
  }

  /** Each lives a story again and again for some seconds, and comes to rest. */
  async call(story: Story, seconds: number): Promise<Called> {
    const latencies: number[] = [];
    const statuses: Record<string, number> = {};
    const keys: string[] = [];
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    const send: Send = async (route, args, key) => {
      const sent = performance.now();
      const { status, body } = await this.#send(route, args, key);
      latencies.push(performance.now() - sent);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status !== 200) {
        throw new Failed();
      }
      return body;
    };
    const work = async () => {
      let key = '';
      for (let told = 0; elapsed() < seconds; told += 1) {
        if (told % STORIES_PER_ACCOUNT === 0) {
          this.#accounts += 1;
          key = `sk_test_load${this.#accounts}`;
          keys.push(key);
        }
        try {
          await story(send, key);
        } catch (error) {
          if (!(error instanceof Failed)) {
            throw error;
          }
        }
      }
    };
    await Promise.all(Array.from({ length: this.#count }, work));
    return { seconds: elapsed(), latencies, statuses, keys };
  }

  /** Closes their connections. */
  close(): void {
    this.#agent.destroy();
  }

  async #send(route: string, args: object, key: string): Promise<{ status: number | string; body?: Body }> {
    const entry = this.#catalogue.find(({ method, path }) => `${method} ${path}` === route);
    if (entry === undefined) {
      throw new Error(`There is no endpoint ${route}.`);
    }
    try {
      const { statusCode, body } = await this.#exchange(entry.method, sentTo(entry, { ...args }, key));
      return { status: failureOf(body) ?? statusCode, body };
    } catch (error) {
      return { status: (error as NodeJS.ErrnoException).code ?? String(error) };
    }
  }

  async #exchange(method: string, { path, query, key, body, ...sent }: Sent) {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(`${this.#api}${path}${query ? `?${encodeForm(query)}` : ''}`, {
      method,
      agent: this.#agent,
      headers: {
        ...(typeof body === 'object' && { 'content-type': 'application/json' }),
        ...sent.headers,
        host: new URL(this.#api).host,
        authorization: `Bearer ${key}`,
        ...(text !== undefined && { 'content-length': Buffer.byteLength(text) }),
      },
    })
      .on('response', resolve)
      .on('error', reject)
      .end(text);
    const response = await promise;
    return { statusCode: response.statusCode!, body: (await json(response)) as Body };
  }
}

type Body = Received['body'];

/** The status that a block's error stands for. */
function failureOf(body: Body): number | undefined {
  if (body?.callback !== 'error') {
    return undefined;
  }
  const { status_code, http_status = 400 } = body.contextWrites['#'].to;
  return status_code === 'INTERNAL_PACKAGE_ERROR' ? 500 : http_status;
}
