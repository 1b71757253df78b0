/** Tells Jest, when all tests have run, whether a secret was seen where it must not be; the run then fails. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Leak } from './scan.ts';

/** The variable that names the folder of the run; without it, nothing is noted. */
export const FOLDER = 'STRIPE_SOCKET_LEAKS';

/** How the reports of files of tests are called in that folder. */
export const REPORT = '.report.json';

/** What was found after a file of tests. */
export interface FileReport {
  readonly file: string;
  /** How many outputs were looked through. */
  readonly outputs: number;
  readonly leaks: readonly Leak[];
}

/** What Jest says of a whole run. */
interface Results {
  readonly testResults: readonly unknown[];
  readonly wasInterrupted?: boolean;
}

export default class LeakReporter {
  #folder: string | undefined;
  #error: Error | undefined;
  readonly #print: (line: string) => void;

  constructor(_config?: object, { print = console.error }: { print?: (line: string) => void } = {}) {
    this.#print = print;
    process.once('exit', () => this.#clear());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        this.#clear();
        process.kill(process.pid, signal);
      });
    }
  }

  /** Makes the folder of the run, which the processes that Jest starts find in their environment. */
  onRunStart(): void {
    this.#folder = mkdtempSync(join(tmpdir(), 'stripe-socket-leaks-'));
    process.env[FOLDER] = this.#folder;
  }

  onRunComplete(_contexts: unknown, { testResults, wasInterrupted = false }: Results): void {
    const reports = this.#reports();
    this.#clear();
    const leaks = reports.flatMap(({ file, leaks }) => leaks.map((leak) => ({ file, ...leak })));
    for (const { file, test, way, where, secret, shown } of leaks) {
      const name = [relative(process.cwd(), file), test].filter((part) => part !== '').join(' › ');
      this.#print(`${name}\n  ${secret} in a ${way} of ${where}: ${shown}`);
    }
    const outputs = reports.reduce((sum, report) => sum + report.outputs, 0);
    const missing = wasInterrupted ? 0 : testResults.length - reports.length;
    const problems = [
      ...(leaks.length > 0 ? [`${leaks.length} secrets were seen where they must not be.`] : []),
      ...(missing > 0 ? [`What ${missing} files of tests let out was not looked through.`] : []),
    ];
    this.#print(problems.join(' ') || `No secret is in the ${outputs} outputs of ${reports.length} files.`);
    this.#error = problems.length > 0 ? new Error(problems.join(' ')) : undefined;
  }

  /** Makes Jest's exit status that of a failure. */
  getLastError(): Error | undefined {
    return this.#error;
  }

  #reports(): FileReport[] {
    const folder = this.#folder!;
    return readdirSync(folder)
      .filter((name) => name.endsWith(REPORT))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as FileReport);
  }

  #clear(): void {
    if (this.#folder !== undefined) {
      rmSync(this.#folder, { recursive: true, force: true });
      this.#folder = undefined;
    }
  }
}
