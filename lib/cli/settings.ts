/** The configuration of the commands that serve something on this machine. */
import * as v from 'valibot';
import { readVariables, settings } from '#lib/config.ts';
import { connectorSettings } from '#lib/connector/config.ts';
import { CommandError } from './command.ts';

const port = (fallback: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,5}$/, 'must be a port number'),
      v.transform(Number),
      v.maxValue(65_535, 'must be a port number'),
    ),
    `${fallback}`,
  );

/** The variables that only the commands read; the README's table of configuration holds them as well. */
export const localSettings = {
  PORT: v.pipe(port(3000), v.description('Where `npm start` serves the API; 0 takes any free port.')),
  SANDBOX_PORT: v.pipe(
    port(12_111),
    v.description('Where the embedded sandbox listens; 0 takes any free port.'),
  ),
};

const schema = v.object({ ...settings, ...connectorSettings, ...localSettings });

/** The configuration of the commands. */
export interface Settings extends v.InferOutput<typeof schema> {
  /** Where Stripe is, when the environment says so; otherwise the sandbox stands in for it. */
  readonly upstream: string | undefined;
}

/**
 * Reads the configuration of the commands and of the functions.
 * @throws {CommandError} naming every variable that does not fit
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  return { ...read(schema, environment), upstream: environment['STRIPE_API_BASE'] || undefined };
}

/**
 * Reads where the sandbox listens when it runs by itself.
 * @throws {CommandError} when that is no port
 */
export function readSandboxPort(environment: NodeJS.ProcessEnv = process.env): number {
  return read(v.pick(v.object(localSettings), ['SANDBOX_PORT']), environment).SANDBOX_PORT;
}

function read<const S extends v.ObjectEntries>(
  described: v.ObjectSchema<S, undefined>,
  environment: NodeJS.ProcessEnv,
): v.InferOutput<v.ObjectSchema<S, undefined>> {
  try {
    return readVariables(described, environment);
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}
