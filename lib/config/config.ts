/** Reads and validates the functions' configuration, which comes from environment variables. */
import * as v from 'valibot';

/** Some settings are invalid. The message has a sentence for each: which one, and what it must be. */
export class SettingsError extends Error {}

/** A variable whose value is a number of milliseconds. */
export const milliseconds = (fallback: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,5}$/, 'must be a number of milliseconds, 1 to 999999'),
      v.transform(Number),
    ),
    `${fallback}`,
  );

/** A variable whose value is a whole number. */
export const count = (fallback: number, max: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,6}$/, 'must be a whole number'),
      v.transform(Number),
      v.maxValue(max, `must be at most ${max}`),
    ),
    `${fallback}`,
  );

/** The base URL of a server, to which Stripe's paths are appended. */
const origin = (words: string) =>
  v.pipe(v.string(), v.regex(/^https?:\/\/[^\s/?#]+\/?$/i, words), v.url(words));

/** The default of CARD_PAYMENTS: new Stripe accounts accept only PaymentIntents. */
const CARD_PAYMENTS_DEFAULT = 'payment_intents';

/** Every variable that the functions read. A test compares the README's configuration table with it. */
export const settings = {
  STRIPE_API_BASE: v.pipe(
    v.optional(
      origin('must be a base URL without a path, e.g. https://api.stripe.com'),
      'https://api.stripe.com',
    ),
    v.description('Base URL of the Stripe API. If unset, `npm start` uses the embedded sandbox.'),
  ),
  STRIPE_FILES_BASE: v.pipe(
    v.optional(origin('must be a base URL without a path, e.g. https://files.stripe.com')),
    v.description(
      'Base URL for file uploads. Default: https://files.stripe.com, or STRIPE_API_BASE if that is not Stripe itself.',
    ),
  ),
  STRIPE_API_VERSION: v.pipe(
    v.optional(
      v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}(\.\w+)?$/, 'must be an API version such as 2016-07-06')),
    ),
    v.description(
      'Stripe API version for all surfaces. Default: the version that each surface was written for.',
    ),
  ),
  STRIPE_TIMEOUT: v.pipe(
    milliseconds(8_000),
    v.description('Timeout of one request to Stripe, in milliseconds.'),
  ),
  STRIPE_MAX_RETRIES: v.pipe(count(2, 10), v.description('Maximum number of retries per Stripe request.')),
  STRIPE_RETRY_DELAY: v.pipe(
    milliseconds(250),
    v.description(
      'Delay before the first retry, in milliseconds; it doubles with each further retry. A Retry-After of Stripe’s takes precedence.',
    ),
  ),
  CALL_BUDGET: v.pipe(
    milliseconds(25_000),
    v.description('Total time limit of one call, in milliseconds, retries included.'),
  ),
  CARD_PAYMENTS: v.pipe(
    v.optional(
      v.picklist(['payment_intents', 'charges'], 'must be payment_intents or charges'),
      CARD_PAYMENTS_DEFAULT,
    ),
    v.description(
      'How cards are saved and charged: with PaymentMethods and PaymentIntents (`payment_intents`), or as in 2016 (`charges`), for accounts where Stripe still accepts card tokens on Charges and Customers.',
    ),
  ),
  SAVED_CARD_PAYER: v.pipe(
    v.optional(v.picklist(['absent', 'present'], 'must be absent or present'), 'absent'),
    v.description(
      'Whether the payer is present when a saved card is charged with `payment_intents`: `absent` sends `off_session`, `present` sends `error_on_requires_action`. Payments that need the cardholder’s confirmation are declined.',
    ),
  ),
  DELETE_CARD_SEARCH_LIMIT: v.pipe(
    count(1_000, 100_000),
    v.description('Maximum number of customers that `delete-card` searches for the owner of a card.'),
  ),
  BLOCK_LIST_LIMIT: v.pipe(
    count(10_000, 100_000),
    v.description('Maximum number of objects that a list block returns if `all` is true.'),
  ),
  LOG_LEVEL: v.pipe(
    v.optional(v.picklist(['silent', 'error', 'info'], 'must be silent, error or info'), 'info'),
    v.description('What is logged: nothing (`silent`), failed calls (`error`) or every call (`info`).'),
  ),
  LOG_FORMAT: v.pipe(
    v.optional(v.picklist(['json', 'text'], 'must be json or text')),
    v.description(
      'Format of the log: one JSON object per line (`json`) or lines for people (`text`). Default: `text` on a terminal, otherwise `json`. On AWS it is always `json`.',
    ),
  ),
};

/** The configuration of the functions. */
export type Config = v.InferOutput<v.ObjectSchema<typeof settings, undefined>>;

/**
 * Reads the configuration.
 * @throws {SettingsError} naming every variable with an invalid value
 */
export const readConfig = readerOf(settings);

/** In AWS Lambda, the environment of a process never changes; elsewhere it is checked on each call. */
const NEVER_CHANGES = process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;

/**
 * Creates a function that reads some variables. It caches the result until one of them changes, so every call may use it.
 * It throws a {@link SettingsError} that names every variable with an invalid value.
 */
export function readerOf<const S extends v.ObjectEntries>(
  described: S,
): (environment?: NodeJS.ProcessEnv) => v.InferOutput<v.ObjectSchema<S, undefined>> {
  const schema = v.object(described);
  const names = Object.keys(described);
  let last:
    | {
        environment: NodeJS.ProcessEnv;
        values: (string | undefined)[];
        read: v.InferOutput<typeof schema>;
      }
    | undefined;
  return (environment = process.env) => {
    const isKnown =
      last?.environment === environment &&
      (NEVER_CHANGES || last.values.every((value, index) => environment[names[index]!] === value));
    if (!isKnown) {
      const values = names.map((name) => environment[name]);
      last = { environment, values, read: readVariables(schema, environment) };
    }
    return last!.read;
  };
}

/**
 * Reads environment variables; an empty one counts as unset.
 * @throws {SettingsError} naming every variable with an invalid value
 */
export function readVariables<const S extends v.ObjectEntries>(
  described: v.ObjectSchema<S, undefined>,
  environment: NodeJS.ProcessEnv,
): v.InferOutput<v.ObjectSchema<S, undefined>> {
  const set = Object.fromEntries(
    Object.keys(described.entries).map((name) => [name, environment[name] || undefined]),
  );
  // The first problem of each variable: rules of one value would say the same twice.
  const result = v.safeParse(described, set, { abortPipeEarly: true });
  if (!result.success) {
    throw new SettingsError(
      result.issues.map((issue) => `${issue.path?.[0].key} ${issue.message}.`).join(' '),
    );
  }
  return result.output;
}
