/** The configuration of the functions, read from the environment and checked at once. */
import * as v from 'valibot';

/** Settings do not fit; the message says in a sentence for each which one, and what would be right. */
export class SettingsError extends Error {}

/** A variable that holds a number of milliseconds. */
export const milliseconds = (fallback: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,5}$/, 'must be a number of milliseconds, 1 to 999999'),
      v.transform(Number),
    ),
    `${fallback}`,
  );

/** A variable that holds a whole number. */
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

/** The address of a server: Stripe's paths are added to it. */
const origin = (words: string) =>
  v.pipe(v.string(), v.regex(/^https?:\/\/[^\s/?#]+\/?$/i, words), v.url(words));

/** How cards are paid with when nothing is said: new accounts of Stripe accept nothing else. */
const CARD_PAYMENTS_DEFAULT = 'payment_intents';

/** Every variable that the functions read; the README's table of configuration is made from it. */
export const settings = {
  STRIPE_API_BASE: v.pipe(
    v.optional(
      origin('must be the address of a server, without a path, e.g. https://api.stripe.com'),
      'https://api.stripe.com',
    ),
    v.description('Where Stripe is. `npm start` puts the embedded sandbox here when it is not set.'),
  ),
  STRIPE_FILES_BASE: v.pipe(
    v.optional(origin('must be the address of a server, without a path, e.g. https://files.stripe.com')),
    v.description(
      'Where Stripe takes uploads. Default: https://files.stripe.com, or STRIPE_API_BASE where that is not Stripe itself.',
    ),
  ),
  STRIPE_API_VERSION: v.pipe(
    v.optional(
      v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}(\.\w+)?$/, 'must be a version such as 2016-07-06')),
    ),
    v.description('A Stripe API version for all surfaces. Default: the one each surface was written for.'),
  ),
  STRIPE_TIMEOUT: v.pipe(
    milliseconds(8_000),
    v.description('Milliseconds to wait for one answer of Stripe.'),
  ),
  STRIPE_MAX_RETRIES: v.pipe(
    count(2, 10),
    v.description('How often a failed request to Stripe is repeated.'),
  ),
  STRIPE_RETRY_DELAY: v.pipe(
    milliseconds(250),
    v.description(
      'Milliseconds to wait before the first repetition, where Stripe names no time; before each further one twice as long.',
    ),
  ),
  CALL_BUDGET: v.pipe(
    milliseconds(25_000),
    v.description('Milliseconds that one call may take in all, retries included.'),
  ),
  CARD_PAYMENTS: v.pipe(
    v.optional(
      v.picklist(['payment_intents', 'charges'], 'must be payment_intents or charges'),
      CARD_PAYMENTS_DEFAULT,
    ),
    v.description(
      'How cards are saved and paid with: `payment_intents`, by PaymentMethods and PaymentIntents as Stripe asks for today; or `charges`, the way of 2016, for accounts where Stripe still accepts card tokens on Charges and Customers.',
    ),
  ),
  SAVED_CARD_PAYER: v.pipe(
    v.optional(v.picklist(['absent', 'present'], 'must be absent or present'), 'absent'),
    v.description(
      'Where the payer is when a saved card is charged by `payment_intents`: `absent` sends `off_session`, `present` sends `error_on_requires_action`. Either way, a payment that the cardholder would have to confirm is declined.',
    ),
  ),
  DELETE_CARD_SEARCH_LIMIT: v.pipe(
    count(1_000, 100_000),
    v.description('How many customers `delete-card` looks through for the owner of a card.'),
  ),
  BLOCK_LIST_LIMIT: v.pipe(
    count(10_000, 100_000),
    v.description('How many objects a list block returns at most when it is asked for all.'),
  ),
  LOG_LEVEL: v.pipe(
    v.optional(v.picklist(['silent', 'error', 'info'], 'must be silent, error or info'), 'info'),
    v.description('What is logged: nothing, failed calls, or every call.'),
  ),
  LOG_FORMAT: v.pipe(
    v.optional(v.picklist(['json', 'text'], 'must be json or text')),
    v.description(
      'How it is logged: a JSON object a line, or text for reading. Default: text on a terminal, otherwise JSON. On AWS it is always JSON.',
    ),
  ),
};

/** The configuration of the functions. */
export type Config = v.InferOutput<v.ObjectSchema<typeof settings, undefined>>;

/**
 * Reads the configuration.
 * @throws {SettingsError} naming every variable that does not fit
 */
export const readConfig = readerOf(settings);

/** In AWS Lambda, a process has one environment as long as it lives; elsewhere it is looked at for each call. */
const NEVER_CHANGES = process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;

/**
 * Makes the reader of some variables, which every call may ask: what it made of them is kept until they change.
 * It throws a {@link SettingsError} that names every variable that does not fit.
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
 * Reads variables of the environment; an empty one counts as not set.
 * @throws {SettingsError} naming every variable that does not fit
 */
export function readVariables<const S extends v.ObjectEntries>(
  described: v.ObjectSchema<S, undefined>,
  environment: NodeJS.ProcessEnv,
): v.InferOutput<v.ObjectSchema<S, undefined>> {
  const set = Object.fromEntries(
    Object.keys(described.entries).map((name) => [name, environment[name] || undefined]),
  );
  const result = v.safeParse(described, set);
  if (!result.success) {
    throw new SettingsError(
      result.issues.map((issue) => `${issue.path?.[0].key} ${issue.message}.`).join(' '),
    );
  }
  return result.output;
}
