/** The configuration of the commands that serve something on this machine. */
import * as v from 'valibot';
import { readVariables, settings } from '#lib/config/config.ts';
import { connectorSettings } from '#lib/surfaces/connector/settings.ts';
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

const policy = (what: string, fallback = 'as SANDBOX_ACCOUNTS says') =>
  v.pipe(
    v.optional(v.picklist(['true', 'false'], 'must be true or false')),
    v.transform((text) => (text === undefined ? undefined : text === 'true')),
    v.description(`Whether new accounts of the sandbox accept ${what}. Default: ${fallback}.`),
  );

/** The variables that only the commands read; the README's table of configuration holds them as well. */
export const localSettings = {
  PORT: v.pipe(port(3000), v.description('Where `npm start` serves the API; 0 takes any free port.')),
  SANDBOX_PORT: v.pipe(
    port(12_111),
    v.description('Where the embedded sandbox listens; 0 takes any free port.'),
  ),
  SANDBOX_HOST: v.pipe(
    v.optional(v.pipe(v.string(), v.ip('must be an IP address')), '127.0.0.1'),
    v.description(
      'The address that `npm run sandbox` listens on. In a container that others reach, `0.0.0.0`, with SANDBOX_ALLOWED_HOSTS.',
    ),
  ),
  SANDBOX_ALLOWED_HOSTS: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[\w.-]+(,[\w.-]+)*$/, 'must be host names with commas between them'),
        v.transform((names) => names.toLowerCase().split(',')),
      ),
    ),
    v.description(
      'The names by which `npm run sandbox` is reached besides `localhost`, such as `sandbox`; requests for other hosts are rejected.',
    ),
  ),
  SANDBOX_TOKEN: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[\w-]{16,100}$/, 'must be 16 to 100 letters, digits, - and _'))),
    v.description(
      "The token that opens all accounts on the sandbox's page. Default: a new one at each start, which is printed.",
    ),
  ),
  SANDBOX_ACCOUNTS: v.pipe(
    v.optional(v.picklist(['existing', 'today'], 'must be existing or today')),
    v.description(
      'What new accounts of the sandbox accept: all that an `existing` account does, or what one does that is opened `today`. Default: `existing`; behind `npm start` and `npm run demo` `today`, unless CARD_PAYMENTS is `charges`.',
    ),
  ),
  SANDBOX_CARD_TOKENS: policy('card tokens on charges and customers'),
  SANDBOX_RAW_CARD_NUMBERS: policy(
    'card numbers',
    'as SANDBOX_ACCOUNTS says; behind `npm start` and `npm run demo` `true`, for `one-off-charge` sends them',
  ),
  SANDBOX_ACCOUNTS_V1: policy('accounts connected by POST /v1/accounts'),
  SANDBOX_CHARGES_CREATE: policy('charges made without a payment intent'),
  SANDBOX_RETIRED_OPERATIONS: policy('orders, order returns, SKUs, recipients and Bitcoin receivers'),
};

const schema = v.object({ ...settings, ...connectorSettings, ...localSettings });

/** The configuration of the sandbox. */
export type SandboxSettings = Omit<v.InferOutput<v.ObjectSchema<typeof localSettings, undefined>>, 'PORT'>;

/** The configuration of the sandbox behind the functions, and how these pay with cards. */
export interface ServedSandbox extends SandboxSettings, Pick<Settings, 'CARD_PAYMENTS'> {
  readonly SANDBOX_ACCOUNTS: NonNullable<SandboxSettings['SANDBOX_ACCOUNTS']>;
  readonly SANDBOX_RAW_CARD_NUMBERS: boolean;
}

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

/**
 * Reads the configuration of the sandbox that stands behind the functions: unless said otherwise, its new accounts are those
 * that the functions' way of paying with cards is for, and accept card numbers.
 * @throws {CommandError} naming every variable that does not fit
 */
export function readServedSandboxSettings(environment: NodeJS.ProcessEnv = process.env): ServedSandbox {
  const { PORT: _, ...settings } = readSettings(environment);
  return {
    ...settings,
    SANDBOX_ACCOUNTS:
      settings.SANDBOX_ACCOUNTS ?? (settings.CARD_PAYMENTS === 'charges' ? 'existing' : 'today'),
    SANDBOX_RAW_CARD_NUMBERS: settings.SANDBOX_RAW_CARD_NUMBERS ?? true,
  };
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
