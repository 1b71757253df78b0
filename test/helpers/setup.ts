/** Runs before each file of tests: calls are not logged, unless a test asks for it. */
process.env['LOG_LEVEL'] ??= 'silent';
