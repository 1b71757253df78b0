/** Runs before each file of tests: calls are not logged, unless a test asks for it, and retries do not wait long. */
process.env['LOG_LEVEL'] ??= 'silent';
process.env['STRIPE_RETRY_DELAY'] ??= '10';
