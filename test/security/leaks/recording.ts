/** What is noted while a file of tests runs: all that leaves the code under test, and the requests that it answers. */
import type { Argument } from '#lib/arguments.ts';

/** The ways by which something leaves: `url` is that of a request, `event` what a webhook is told. */
export type Way = 'log' | 'reply' | 'store' | 'snapshot' | 'url' | 'event';

/** A request that the code under test answers. */
export interface Asked {
  /** The value of the header, with its scheme. */
  readonly authorization?: string | undefined;
  readonly body: string;
  /** What the endpoint declares, where that is known. */
  readonly known?: readonly Argument[] | undefined;
}

/** Something that left. */
export interface Output {
  readonly way: Way;
  /** What let it out, e.g. `POST /v1/tokens` or `lib/cli/start.ts stdout`. */
  readonly where: string;
  readonly text: string;
  /** The test that ran, as far as it is known. */
  readonly test: string;
  /** What a reply answers. */
  readonly asked?: Asked | undefined;
}

/** The notes of one file of tests. */
export class Recording {
  readonly outputs: Output[] = [];
  /** Secrets in the variables of this and other processes, by the variables' names. */
  readonly variables: [name: string, value: string][] = [];
  /** Where processes that are started leave their notes; without one they are not looked over. */
  readonly folder: string | undefined;
  /** Whether random values are sent: what such a value is elsewhere, by chance or as another argument, is no secret. */
  readonly isRandom: boolean;
  /** Whether secrets are sent where none belongs, an id for one: what is asked for and kept is then what was sent. */
  readonly isMisplaced: boolean;
  /** The test that runs, noted with all that leaves meanwhile. */
  test = '';

  constructor(folder?: string, { isRandom = false, isMisplaced = false } = {}) {
    this.folder = folder;
    this.isRandom = isRandom;
    this.isMisplaced = isMisplaced;
  }

  leaves(way: Way, where: string, text: string, asked?: Asked): void {
    this.keep({ way, where, text, test: this.test, asked });
  }

  /** Notes a reply; its headers are the last line of the text. */
  answers(where: string, body: string, headers: unknown, asked?: Asked): void {
    this.leaves('reply', where, `${body}\n${JSON.stringify(headers)}`, asked);
  }

  keep(output: Output): void {
    if (!this.isMisplaced || output.way === 'reply' || output.way === 'log') {
      this.outputs.push(output);
    }
  }

  /** Notes those variables that are secret by their names; what only says where a secret is found is none. */
  has(variables: Iterable<readonly [name: string, value: string | undefined]>): void {
    for (const [name, value] of variables) {
      if (value !== undefined && /_(KEY|SECRETS?)$/.test(name) && !/^(ssm|secretsmanager):/.test(value)) {
        this.variables.push([name, value]);
      }
    }
  }
}
