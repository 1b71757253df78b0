/** What all commands share: their flags, and how they fail. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Something that the person at the keyboard can mend; told in one line, without a stack. */
export class CommandError extends Error {}

/** What a command takes. */
export interface Usage extends Pick<ParseArgsConfig, 'options' | 'allowPositionals'> {
  /** How it is called, and what it does. */
  readonly usage: string;
  /** The exit status when it fails. Default: 1. */
  readonly failure?: number;
}

/** What a command was given. */
export interface Given {
  readonly flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/**
 * Runs a command of this process. An unknown flag, or a {@link CommandError}, ends it with one line on standard error
 * and its status of failure; any other error is a defect and is shown whole.
 */
export async function command(
  { usage, options, allowPositionals = false, failure = 1 }: Usage,
  run: (given: Given) => Promise<void>,
): Promise<void> {
  try {
    const { values, positionals } = parse({
      options: { ...options, help: { type: 'boolean' } },
      allowPositionals,
    });
    if (values['help'] === true) {
      console.log(usage);
      return;
    }
    await run({ flags: values, positionals });
  } catch (error) {
    console.error(error instanceof CommandError ? error.message : error);
    process.exitCode = failure;
  }
}

function parse(config: ParseArgsConfig) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ');
    throw new CommandError(`${sentence}. Run with --help for usage.`);
  }
}
