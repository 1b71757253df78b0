/** Runs before each file of tests: calls are not logged, unless a test asks for it, and then as in a pipe; retries do not wait long. */
process.env['LOG_LEVEL'] ??= 'silent';
process.env['LOG_FORMAT'] ??= 'json';
process.env['STRIPE_RETRY_DELAY'] ??= '10';
