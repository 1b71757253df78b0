/** Kills a process at random moments of its calls, and makes the calls again in another one. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NODE_COMPILE_CACHE } from '#lib/cli/compile-cache.ts';
import type { Random } from '#sandbox/engine/random.ts';
import type { Reply } from '../helpers/api.ts';

/** The share of calls during which the process is killed, and how long after their beginning at most, in milliseconds. */
const KILLED = 0.4;
const LATEST = 30;
/** A call that does not end although nobody kills the process any more. */
const MOST_REPETITIONS = 20;

/** What a process answers to what it is asked. */
export interface Answered {
  readonly status: number;
  readonly body: Reply;
}

/** A process that is killed during some of its calls, and one that takes its place. `A` is what it can be asked. */
export class KilledProcess<A extends object> {
  kills = 0;
  readonly #file: URL;
  readonly #environment: Record<string, string>;
  readonly #random: Random;
  #current: Promise<ChildProcess>;
  #next: Promise<ChildProcess>;

  /** @param file what it runs: that says `ready`, and answers each message with another one */
  constructor(file: URL, environment: Record<string, string>, random: Random) {
    this.#file = file;
    this.#environment = environment;
    this.#random = random;
    this.#current = this.#start();
    this.#next = this.#start();
  }

  /** Makes a call; when the process is killed meanwhile, again in the next one. */
  async ask(asked: A): Promise<Answered> {
    for (let repetition = 0; repetition < MOST_REPETITIONS; repetition += 1) {
      const answer = await this.#try(asked, this.#random.number() < KILLED);
      if (answer !== undefined && answer.status < 500 && ![409, 429].includes(answer.status)) {
        return answer;
      }
    }
    throw new Error(`${JSON.stringify(asked)} did not end after ${MOST_REPETITIONS} calls.`);
  }

  async end(): Promise<void> {
    for (const child of await Promise.all([this.#current, this.#next])) {
      child.kill('SIGKILL');
    }
  }

  async #try(asked: A, isKilled: boolean): Promise<Answered | undefined> {
    const child = await this.#current;
    const listening = new AbortController();
    const { signal } = listening;
    const ended = once(child, 'exit', { signal }).then(() => undefined);
    const answered = once(child, 'message', { signal }).then(([message]) => message);
    child.send(asked);
    if (isKilled) {
      await sleep(this.#random.number() * LATEST);
      child.kill('SIGKILL');
      this.kills += 1;
      this.#current = this.#next;
      this.#next = this.#start();
    }
    try {
      return await Promise.race([answered, ended]);
    } finally {
      // Of the two, one is waited for no longer.
      Promise.allSettled([answered, ended]);
      listening.abort();
    }
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(fileURLToPath(this.#file), {
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE, LOG_LEVEL: 'error', ...this.#environment },
      execArgv: [],
    });
    await once(child, 'message');
    return child;
  }
}
