/** What a file of tests makes the code under test let out. */

/** How something leaves: `url` is the URL of a request, `event` what a webhook receives. */
export type Way = 'log' | 'reply' | 'store' | 'snapshot' | 'url' | 'event';

/** Something that left. */
export interface Output {
  readonly way: Way;
  /** What let it out, e.g. `POST /v1/tokens` or `lib/cli/start.ts stdout`. */
  readonly where: string;
  readonly text: string;
  /** The test that ran, as far as it is known. */
  readonly test: string;
}

/** The outputs of one file of tests. */
export class Recording {
  readonly outputs: Output[] = [];
  /** Secrets in the environment variables of this process and of those that it starts, by the variables' names. */
  readonly variables: [name: string, value: string][] = [];
  readonly #ignored = new Set<Way>();
  /** The test that runs. */
  test = '';

  /** Records an output. */
  leaves(way: Way, where: string, text: string): void {
    if (!this.#ignored.has(way)) {
      this.outputs.push({ way, where, text, test: this.test });
    }
  }

  /** Records a reply; its headers are the last line of the text. */
  answers(where: string, body: string, headers: unknown): void {
    this.leaves('reply', where, `${body}\n${JSON.stringify(headers)}`);
  }

  /** For a file that sends secrets where none belongs, in an id for one: some ways must then hold what was sent. */
  ignore(...ways: readonly Way[]): void {
    for (const way of ways) {
      this.#ignored.add(way);
    }
  }

  /** Collects the environment variables whose names say that they are secret, unless the value only says where it is. */
  has(variables: Iterable<readonly [name: string, value: string | undefined]>): void {
    for (const [name, value] of variables) {
      if (value !== undefined && /_(KEY|SECRETS?)$/.test(name) && !/^(ssm|secretsmanager):/.test(value)) {
        this.variables.push([name, value]);
      }
    }
  }
}
