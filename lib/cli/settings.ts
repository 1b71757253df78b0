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

const policy = (what: string) =>
  v.pipe(
    v.optional(v.picklist(['true', 'false'], 'must be true or false')),
    v.transform((text) => (text === undefined ? undefined : text === 'true')),
    v.description(`Whether new accounts of the sandbox accept ${what}. Default: as SANDBOX_ACCOUNTS says.`),
  );

/** The variables that only the commands read; the README's table of configuration holds them as well. */
export const localSettings = {
  PORT: v.pipe(port(3000), v.description('Where `npm start` serves the API; 0 takes any free port.')),
  SANDBOX_PORT: v.pipe(
    port(12_111),
    v.description('Where the embedded sandbox listens; 0 takes any free port.'),
  ),
  SANDBOX_ACCOUNTS: v.pipe(
    v.optional(v.picklist(['existing', 'today'], 'must be existing or today'), 'existing'),
    v.description(
      'What new accounts of the sandbox accept: all that an existing account does, or what one does that is opened today.',
    ),
  ),
  SANDBOX_CARD_TOKENS: policy('card tokens on charges and customers'),
  SANDBOX_RAW_CARD_NUMBERS: policy('card numbers'),
  SANDBOX_ACCOUNTS_V1: policy('accounts connected by POST /v1/accounts'),
  SANDBOX_CHARGES_CREATE: policy('charges made without a payment intent'),
};

const schema = v.object({ ...settings, ...connectorSettings, ...localSettings });

/** The configuration of the sandbox. */
export type SandboxSettings = Omit<v.InferOutput<v.ObjectSchema<typeof localSettings, undefined>>, 'PORT'>;

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
 * Reads the configuration of the sandbox when it runs by itself.
 * @throws {CommandError} naming every variable that does not fit
 */
export function readSandboxSettings(environment: NodeJS.ProcessEnv = process.env): SandboxSettings {
  return read(v.omit(v.object(localSettings), ['PORT']), environment);
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
