/** Runs before each test file: disables the log, unless a test enables it, and then uses the JSON format. */
process.env['LOG_LEVEL'] ??= 'silent';
process.env['LOG_FORMAT'] ??= 'json';
