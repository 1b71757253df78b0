/** Flags and error handling, shared by all commands. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { SettingsError } from '#lib/config/config.ts';
import { loadLocalEnvironment } from '#lib/config/env-file.ts';

/** An error that the user of the command can fix. It is printed as one line, without a stack trace. */
export class CommandError extends Error {}

/** The oldest supported major version of Node.js, as in `engines` of `package.json`. */
const OLDEST_NODE = 24;

/** The definition of a command. */
export interface Usage extends Pick<ParseArgsConfig, 'options' | 'allowPositionals'> {
  /** The usage text. */
  readonly usage: string;
  /** Whether settings may also come from a file on this machine; see `lib/config/env-file.ts`. */
  readonly readsEnvFile?: boolean;
  /** The exit status on failure. Default: 1. */
  readonly failure?: number;
}

/** The arguments of a command. */
export interface Given {
  readonly flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/**
 * Runs a command in this process. Unknown flags, a {@link CommandError} and a {@link SettingsError} print one line to
 * standard error and set the command's failure status; any other error is a bug and is printed with its stack trace.
 */
export async function command(
  { usage, options, allowPositionals = false, readsEnvFile = false, failure = 1 }: Usage,
  run: (given: Given) => Promise<void>,
): Promise<void> {
  try {
    requireNode();
    const { values, positionals } = parse({
      options: { ...options, help: { type: 'boolean' } },
      allowPositionals,
    });
    if (values['help'] === true) {
      console.log(usage);
      return;
    }
    if (readsEnvFile) {
      loadLocalEnvironment();
    }
    await run({ flags: values, positionals });
  } catch (error) {
    const isTold = error instanceof CommandError || error instanceof SettingsError;
    console.error(isTold ? error.message : error);
    process.exitCode = failure;
  }
}

/** A bundle can be started with any Node.js that is installed. */
function requireNode(): void {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) < OLDEST_NODE) {
    throw new CommandError(`Node.js ${OLDEST_NODE} or later is required; this is Node.js ${node}.`);
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
