/** Runs before tests that are repeated with `CARD_PAYMENTS=charges`. */
process.env['CARD_PAYMENTS'] = 'charges';
