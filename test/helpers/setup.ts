/**
 * Runs before each test file: disables the log, unless a test enables it, and then uses the JSON format. Shortens the waits
 * before retries.
 */
process.env['LOG_LEVEL'] ??= 'silent';
process.env['LOG_FORMAT'] ??= 'json';
process.env['STRIPE_RETRY_DELAY'] ??= '10';
