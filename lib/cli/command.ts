/** What all commands share: flags and error handling. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** An error that the user can fix. It is printed in one line, without a stack trace. */
export class CommandError extends Error {}

/** The definition of a command. */
export interface Usage extends Pick<ParseArgsConfig, 'options' | 'allowPositionals'> {
  /** The usage text. */
  readonly usage: string;
  /** The exit status on failure. Default: 1. */
  readonly failure?: number;
}

/** The arguments of a command. */
export interface Given {
  readonly flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/**
 * Runs a command in this process. An unknown flag or a {@link CommandError} prints one line to standard error and sets
 * the exit status. Any other error is a bug and is printed in full.
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
