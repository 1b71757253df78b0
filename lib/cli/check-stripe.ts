/** Checks what a Stripe test account accepts, and recommends settings. */
import { readConfig } from '#lib/config/config.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { CommandError, command } from './command.ts';
import { askAll, type Finding, OLD_VERSIONS, type Question } from './stripe-questions.ts';

const usage = `STRIPE_TEST_KEY=sk_test_... npm run check:stripe

Makes test mode calls to find out which legacy calls a Stripe account accepts. Some test payments of 1.00 USD remain;
customers and connected accounts are deleted again. Prints what the account accepts and rejects, and the recommended
settings. Set STRIPE_API_BASE to check a server other than Stripe's, such as the sandbox.`;

await command({ usage, allowPositionals: true, readsEnvFile: true }, async ({ positionals }) => {
  if (positionals.length > 0) {
    throw new CommandError(
      'Pass the key as STRIPE_TEST_KEY, not as an argument, because other users of this machine can see arguments.',
    );
  }
  const apiKey = readKey(process.env['STRIPE_TEST_KEY']);
  const config = readOrFail();
  const findings = await askAll(stripeClient({ ...config, CARD_PAYMENTS: 'charges' }), apiKey).catch(failed);
  console.log(`The account at ${config.STRIPE_API_BASE}\n`);
  for (const { accepted, asked, detail } of findings) {
    console.log(`  ${accepted ? 'accepts' : 'rejects'}  ${asked}${detail === '' ? '' : ` (${detail})`}`);
  }
  console.log(`\nRecommended\n`);
  for (const line of recommendations(findings)) {
    console.log(`  ${line}`);
  }
});

/** Validates a test mode key without printing it. */
function readKey(key: string | undefined): string {
  if (!key) {
    throw new CommandError('STRIPE_TEST_KEY must be a test mode secret key: sk_test_….');
  }
  if (/^(?:sk|rk|pk)_live_/.test(key)) {
    throw new CommandError('STRIPE_TEST_KEY is a live mode key. Use a test mode key: sk_test_….');
  }
  if (!/^(?:sk|rk)_test_\w+$/.test(key)) {
    throw new CommandError('STRIPE_TEST_KEY must be a test mode secret key: sk_test_….');
  }
  return key;
}

function readOrFail(): ReturnType<typeof readConfig> {
  try {
    return readConfig();
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

function failed(error: unknown): never {
  if (error instanceof StripeApiError && error.status === 401) {
    throw new CommandError(`Stripe rejected the key: ${error.message}`);
  }
  throw error instanceof StripeConnectionError || error instanceof StripeApiError
    ? new CommandError(`The account could not be checked: ${error.message}`)
    : error;
}

/** The recommended settings, one line each. */
function recommendations(findings: readonly Finding[]): string[] {
  const accepts = (question: Question) =>
    findings.some((finding) => finding.question === question && finding.accepted);
  const takesTokens = accepts('card_tokens_on_charges') && accepts('card_tokens_on_customers');
  const lines = [
    accepts('payment_intents')
      ? `CARD_PAYMENTS=payment_intents${takesTokens ? '; charges works too, until Stripe withdraws it' : '; charges is rejected'}`
      : takesTokens
        ? 'CARD_PAYMENTS=charges'
        : 'This account cannot charge cards; the messages above say why.',
    accepts('off_session')
      ? 'SAVED_CARD_PAYER=absent, or present if your customers are present when a saved card is charged'
      : 'SAVED_CARD_PAYER=present',
    accepts('raw_card_numbers')
      ? 'The socket one-off-charge and the block createCardToken work.'
      : 'The socket one-off-charge and the block createCardToken do not work: ask Stripe support to enable raw card numbers, or let callers send tokens.',
    accepts('accounts_v1')
      ? 'The block createAccount works.'
      : 'The block createAccount does not work: enable Accounts v1 support in Stripe’s Dashboard, under Developers, API policies.',
  ];
  const unknown = OLD_VERSIONS.filter((version) => !accepts(version));
  if (unknown.length > 0) {
    lines.push(
      `Set STRIPE_API_VERSION to a version that the account accepts instead of ${unknown.join(' and ')}.`,
    );
  }
  const gone = (['recipients', 'skus', 'orders', 'bitcoin'] as const).filter(
    (question) => !accepts(question),
  );
  if (gone.length > 0) {
    lines.push(`Withdrawn by Stripe: ${gone.join(', ')}. functions/TODAY.md lists the replacements.`);
  }
  return lines;
}
