/** A program that runs with Node.js's inspector on: its main thread and its workers, each of which has a heap of its own. */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** https://nodejs.org/api/worker_threads.html and the protocol's NodeWorker, HeapProfiler and Runtime domains. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is in them depends on the method.
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** A thread: the main one, or a worker by the session that the inspector has with it. */
type Thread = string;

const MAIN: Thread = '';

interface Waiting {
  readonly thread: Thread;
  readonly resolve: (result: Message['result']) => void;
  readonly reject: (error: Error) => void;
}

/** The bytes that the heaps of a program have in use. */
export interface Heaps {
  readonly main: number;
  /** By the worker's session. */
  readonly workers: ReadonlyMap<string, number>;
}

/** What this process can tell of another one. */
export class Inspected {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #workers = new Set<Thread>();
  #last = 0;
  #pid = 0;
  #script = '';

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#take(MAIN, JSON.parse(String(data))));
    socket.addEventListener('close', () => this.#giveUp('The program has ended.'));
  }

  /** @param url what the program printed: where its debugger listens */
  static async connect(url: string): Promise<Inspected> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error(`Nothing is to be inspected at ${url}.`)));
    });
    const inspected = new Inspected(socket);
    await inspected.#send(MAIN, 'NodeWorker.enable', { waitForDebuggerOnStart: false });
    const expression = '[process.pid, process.argv[1]]';
    const { result } = await inspected.#send(MAIN, 'Runtime.evaluate', { expression, returnByValue: true });
    [inspected.#pid, inspected.#script] = result.value;
    return inspected;
  }

  /** The file that it runs. */
  get script(): string {
    return this.#script;
  }

  /** What is in use when the garbage is collected, in every thread that lives. */
  async heaps(): Promise<Heaps> {
    const [main, ...workers] = await Promise.all([
      this.#heapOf(MAIN),
      ...[...this.#workers].map(async (worker) => {
        try {
          return [worker, await this.#heapOf(worker)] as const;
        } catch (error) {
          if (this.#workers.has(worker)) {
            throw error;
          }
          // It ended meanwhile.
          return undefined;
        }
      }),
    ]);
    return { main, workers: new Map(workers.filter((one) => one !== undefined)) };
  }

  /** How many sockets it has open, as Linux lists them. */
  async sockets(): Promise<number> {
    const folder = `/proc/${this.#pid}/fd`;
    const targets = await Promise.all(
      // One may be closed before it is looked at.
      (await readdir(folder)).map((descriptor) => readlink(`${folder}/${descriptor}`).catch(() => '')),
    );
    return targets.filter((target) => target.startsWith('socket:')).length;
  }

  /** The bytes of its memory that are in the machine's. */
  async resident(): Promise<number> {
    const status = await readFile(`/proc/${this.#pid}/status`, 'utf8');
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)![1]) * 1024;
  }

  close(): void {
    this.#socket.close();
  }

  async #heapOf(thread: Thread): Promise<number> {
    await this.#send(thread, 'HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await this.#send(thread, 'Runtime.getHeapUsage');
    return usedSize + backingStorageSize;
  }

  #send(thread: Thread, method: string, params: object = {}): Promise<Message['result']> {
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Message['result']>();
    this.#waiting.set(id, { thread, resolve, reject });
    const text = JSON.stringify({ id, method, params });
    if (thread === MAIN) {
      this.#socket.send(text);
    } else {
      this.#send(MAIN, 'NodeWorker.sendMessageToWorker', { sessionId: thread, message: text }).catch(reject);
    }
    return promise;
  }

  #take(thread: Thread, { id, method, params, result, error }: Message): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) {
        waiting?.resolve(result);
      } else {
        waiting?.reject(new Error(error.message));
      }
    } else if (thread === MAIN && method === 'NodeWorker.attachedToWorker') {
      this.#workers.add(params.sessionId);
    } else if (thread === MAIN && method === 'NodeWorker.detachedFromWorker') {
      this.#workers.delete(params.sessionId);
      this.#giveUp('The worker has ended.', params.sessionId);
    } else if (thread === MAIN && method === 'NodeWorker.receivedMessageFromWorker') {
      this.#take(params.sessionId, JSON.parse(params.message));
    }
  }
  /** Answers nobody can wait for any more: those of a thread, or all. */
  #giveUp(why: string, thread?: Thread): void {
    for (const [id, waiting] of this.#waiting) {
      if (thread === undefined || waiting.thread === thread) {
        this.#waiting.delete(id);
        waiting.reject(new Error(why));
      }
    }
  }
}
