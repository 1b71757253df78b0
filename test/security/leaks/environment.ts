/** Jest's environment for Node.js, in which all that leaves the code under test is noted, and looked through afterwards. */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format } from 'node:util';
import { TestEnvironment } from 'jest-environment-node';
import { RECORDING } from '../../helpers/recording.ts';
import { recordInto } from './recorder.ts';
import { Recording } from './recording.ts';
import { type FileReport, FOLDER, REPORT } from './reporter.ts';
import { leaksIn } from './scan.ts';

/** What Jest tells an environment of the tests that it runs. */
interface TestEvent {
  readonly name: string;
  readonly test?: Named;
}

/** Keeps what is logged, to show it after the tests. */
interface JestConsole extends Console {
  getBuffer(): readonly { readonly message: string }[] | undefined;
}

/** A test, or the `describe` around it. */
interface Named {
  readonly name: string;
  readonly parent?: Named;
}

export default class RecordingEnvironment extends TestEnvironment {
  readonly #path: string;
  /** The Jest project, for a file of tests can be run by several. */
  readonly #project: string;
  readonly #recording = new Recording();
  readonly #folder = process.env[FOLDER];
  readonly #console: JestConsole;

  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    super(...given);
    this.#path = given[1].testPath;
    this.#project = given[0].projectConfig.id;
    this.#console = given[1].console as JestConsole;
  }

  override async setup(): Promise<void> {
    await super.setup();
    if (this.#folder !== undefined) {
      this.global.console = noting(this.#console, this.#recording);
      Object.assign(this.global, { [RECORDING]: this.#recording });
      recordInto(this.#recording);
    }
  }

  handleTestEvent({ name, test }: TestEvent): void {
    if (name === 'test_start' && test !== undefined) {
      this.#recording.test = nameOf(test);
    }
  }

  override async teardown(): Promise<void> {
    if (this.#folder !== undefined) {
      recordInto(undefined);
      this.#recording.has(Object.entries(this.global.process.env));
      this.#recording.test = '';
      for (const { message } of this.#console.getBuffer() ?? []) {
        this.#recording.leaves('log', 'console', message);
      }
      const leaks = leaksIn(this.#recording);
      const report: FileReport = { file: this.#path, outputs: this.#recording.outputs.length, leaks };
      const name = relative(process.cwd(), this.#path).replaceAll(/[/\\]/g, '-');
      writeFileSync(join(this.#folder, `${name}.${this.#project}${REPORT}`), JSON.stringify(report));
    }
    await super.teardown();
  }
}

/** The names of what a test stands in, without that of the file's root, and its own. */
function nameOf({ name, parent }: Named): string {
  return parent?.parent === undefined ? name : `${nameOf(parent)} › ${name}`;
}

const LEVELS = new Set<string | symbol>(['debug', 'error', 'info', 'log', 'warn']);

/** A console that notes what is given to whatever a test has put in the place of its methods. */
function noting(console: Console, recording: Recording): Console {
  const own = new Set([...LEVELS].map((level) => Reflect.get(console, level)));
  const noted = new WeakMap<object, unknown>();
  return new Proxy(console, {
    get(target, level) {
      const method: unknown = Reflect.get(target, level);
      if (typeof method !== 'function' || !LEVELS.has(level) || own.has(method)) {
        return method;
      }
      const known = noted.get(method);
      if (known !== undefined) {
        return known;
      }
      const proxy = new Proxy(method, {
        apply(write, self, given) {
          recording.leaves('log', `console.${String(level)}`, format(...given));
          return Reflect.apply(write, self, given);
        },
      });
      noted.set(method, proxy);
      // Who puts it in its place again does not have it noted twice.
      noted.set(proxy, proxy);
      return proxy;
    },
  });
}
