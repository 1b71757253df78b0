/** Runs before the walks that are made a second time: cards are paid with the way of 2016. */
process.env['CARD_PAYMENTS'] = 'charges';
