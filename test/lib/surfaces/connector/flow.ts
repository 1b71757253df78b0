/** Plays Logic Apps: follows a trigger's `Location` and `Retry-After`, on a clock that need not be waited for. */
import { afterAll, beforeAll, jest } from '@jest/globals';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { call, type Received, type Sent } from '../../../helpers/call.ts';

/** Makes the time of a file of tests stand still but for {@link advance}; timers go on as ever. */
export function stillClock(): void {
  beforeAll(() => {
    jest.useFakeTimers({
      now: Date.UTC(2016, 6, 6),
      doNotFake: [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });
  });
  afterAll(() => {
    jest.useRealTimers();
  });
}

/** Lets time pass, in seconds. */
export function advance(seconds: number): void {
  jest.setSystemTime(Date.now() + seconds * 1000);
}

/** A flow that starts with a trigger. */
export class Flow {
  /** What it was given, in the order that it came. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name, and fail where a name is missing.
  readonly received: any[] = [];
  readonly statuses: number[] = [];
  readonly #handler: Handler;
  readonly #sent: Sent;
  #next: URL;

  constructor(handler: Handler, name: string, sent: Sent) {
    this.#handler = handler;
    this.#sent = { ...sent, headers: { Host: 'flows.example.com', ...sent.headers } };
    this.#next = new URL(`https://flows.example.com${handler.endpoint.path(name)}`);
  }

  /** The address of the next poll. */
  get location(): string {
    return this.#next.href;
  }

  /** Calls the address of the next poll, without going on. */
  async look(): Promise<Received> {
    const { pathname: path, searchParams } = this.#next;
    return call(this.#handler, { ...this.#sent, path, query: Object.fromEntries(searchParams) });
  }

  /** Polls once, and waits until the next poll is due. */
  async poll(): Promise<Received> {
    const reply = await this.look();
    this.statuses.push(reply.status);
    if (reply.status === 200) {
      this.received.push(...reply.body);
    }
    if (reply.status === 200 || reply.status === 202) {
      this.#next = new URL(reply.headers['location']!);
    }
    advance(Number(reply.headers['retry-after'] ?? 20));
    return reply;
  }
}
