/** The configuration of the commands that run servers on this machine. */
import * as v from 'valibot';
import { readVariables, settings } from '#lib/config/config.ts';
import { connectorSettings } from '#lib/surfaces/connector/settings.ts';
import { rootSettings } from '#lib/surfaces/root/settings.ts';
import { CommandError } from './command.ts';
import { LOCALHOST } from './ports.ts';

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

const policy = (what: string, fallback = 'depends on SANDBOX_ACCOUNTS') =>
  v.pipe(
    v.optional(v.picklist(['true', 'false'], 'must be true or false')),
    v.transform((text) => (text === undefined ? undefined : text === 'true')),
    v.description(`Whether new sandbox accounts accept ${what}. Default: ${fallback}.`),
  );

/** The variables that only the commands read. The README's configuration table lists them as well. */
export const localSettings = {
  ENV_FILE: v.pipe(
    v.optional(v.string()),
    v.description(
      'File with settings, instead of `.env` on this machine and `.env.<stage>` in a deployment. On this machine, variables set in the shell take precedence over it.',
    ),
  ),
  HOST: v.pipe(
    v.optional(v.string(), LOCALHOST),
    v.description(
      'Address that `npm start` and `npm run sandbox` listen on; `0.0.0.0` means all addresses. The sandbox of `npm start` is reachable from this machine only.',
    ),
  ),
  PORT: v.pipe(port(3000), v.description('Port of `npm start`; 0 picks a free port.')),
  SANDBOX_PORT: v.pipe(port(12_111), v.description('Port of the embedded sandbox; 0 picks a free port.')),
  SANDBOX_ALLOWED_HOSTS: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[\w.-]+(,[\w.-]+)*$/, 'must be host names with commas between them'),
        v.transform((names) => names.toLowerCase().split(',')),
      ),
    ),
    v.description(
      'Host names that `npm run sandbox` answers to besides `localhost`, separated by commas. It rejects requests for other names.',
    ),
  ),
  SANDBOX_TOKEN: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[\w-]{16,100}$/, 'must be 16 to 100 letters, digits, - and _'))),
    v.description(
      'Token that opens all accounts on the page and the control routes of the sandbox. Default: a random one, printed at the start.',
    ),
  ),
  SANDBOX_ACCOUNTS: v.pipe(
    v.optional(v.picklist(['existing', 'today'], 'must be existing or today')),
    v.description(
      '`existing`: new sandbox accounts accept what an old account accepts; `today`: only what one opened today accepts. Default: `existing`; `today` with `npm start` and `npm run demo`, unless CARD_PAYMENTS is `charges`.',
    ),
  ),
  SANDBOX_CARD_TOKENS: policy('card tokens on charges and customers'),
  SANDBOX_RAW_CARD_NUMBERS: policy(
    'card numbers',
    'depends on SANDBOX_ACCOUNTS; `true` with `npm start` and `npm run demo`, because `one-off-charge` sends them',
  ),
  SANDBOX_ACCOUNTS_V1: policy('`POST /v1/accounts`'),
  SANDBOX_CHARGES_CREATE: policy('charges without a PaymentIntent'),
  SANDBOX_RETIRED_OPERATIONS: policy('orders, order returns, SKUs, recipients and Bitcoin receivers'),
};

const schema = v.object({ ...settings, ...connectorSettings, ...rootSettings, ...localSettings });

/** The configuration of the sandbox. */
export type SandboxSettings = Omit<v.InferOutput<v.ObjectSchema<typeof localSettings, undefined>>, 'PORT'>;

/** The configuration of the sandbox that the functions call, and how they charge cards. */
export interface ServedSandbox extends SandboxSettings, Pick<Settings, 'CARD_PAYMENTS'> {
  readonly SANDBOX_ACCOUNTS: NonNullable<SandboxSettings['SANDBOX_ACCOUNTS']>;
  readonly SANDBOX_RAW_CARD_NUMBERS: boolean;
}

/** The configuration of the commands. */
export interface Settings extends v.InferOutput<typeof schema> {
  /** STRIPE_API_BASE, if it is set; otherwise the sandbox is used. */
  readonly upstream: string | undefined;
}

/**
 * Reads the configuration of the commands and of the functions.
 * @throws {CommandError} naming every variable with an invalid value
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  return { ...read(schema, environment), upstream: environment['STRIPE_API_BASE'] || undefined };
}

/**
 * Reads the configuration of a sandbox that runs on its own.
 * @throws {CommandError} naming every variable with an invalid value
 */
export function readSandboxSettings(environment: NodeJS.ProcessEnv = process.env): SandboxSettings {
  return read(v.omit(v.object(localSettings), ['PORT']), environment);
}

/**
 * Reads the configuration of the sandbox that the functions call. By default, its new accounts accept what CARD_PAYMENTS
 * needs, and card numbers.
 * @throws {CommandError} naming every variable with an invalid value
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
