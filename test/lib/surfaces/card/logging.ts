/** Imported before the endpoints, whose log writes what the level was when they were loaded. */
process.env['LOG_LEVEL'] = 'info';
