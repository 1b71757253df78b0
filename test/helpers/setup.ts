/** Runs before each file of tests: calls are not logged, unless a test asks for it, and then as in a pipe. */
process.env['LOG_LEVEL'] ??= 'silent';
process.env['LOG_FORMAT'] ??= 'json';
