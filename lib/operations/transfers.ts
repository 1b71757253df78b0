/** Transfers: https://stripe.com/docs/api/transfers as of 2016-07-06, before payouts were split off. */
import {
  amount,
  currency,
  describe,
  enumeration,
  id,
  metadata,
  required,
  since,
  text,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { note, paging, statementDescription, timeFilter } from './shared.ts';

const transfer = required(id('tr', 'The transfer.'));

export const create = operation(
  'POST',
  '/v1/transfers',
  {
    description:
      'Sends money from the balance to a connected account, or to one of the account’s own bank accounts or debit cards.',
    returns: 'transfer',
  },
  {
    amount: required(amount('How much to send; the available balance must cover it.')),
    currency: required(currency('The currency of the amount.')),
    description: note,
    destination: id(
      'acct',
      'A connected account, a bank account, a debit card or the word default_for_currency; required unless `recipient` is sent.',
    ),
    metadata: metadata(),
    recipient: id(
      'rp',
      'For accounts that still have recipients: who gets the money; the word self is the account’s own bank account.',
    ),
    source_transaction: id(
      'ch',
      'The charge that the money comes from; it is sent once that charge’s funds are available.',
    ),
    source_type: enumeration(
      ['alipay_account', 'bank_account', 'bitcoin_receiver', 'card'],
      'Which part of the balance to take from. Default: card.',
      { example: 'card' },
    ),
    statement_descriptor: text(
      'The text on the receiver’s bank statement, at most 22 characters. Default: that of the account.',
      { max: 22, example: 'SOCKS AND MORE' },
    ),
    statement_description: since('2014-03-13', statementDescription),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/transfers/{transfer}',
  { description: 'Retrieves a transfer.', returns: 'transfer' },
  { transfer },
);

export const update = operation(
  'POST',
  '/v1/transfers/{transfer}',
  { description: 'Updates the description or metadata of a transfer.', returns: 'transfer' },
  { transfer, description: note, metadata: metadata() },
);

export const cancel = operation(
  'POST',
  '/v1/transfers/{transfer}/cancel',
  {
    description: 'Cancels a transfer to a bank account that has not been sent yet; its money returns.',
    returns: 'transfer',
  },
  { transfer: describe(transfer, 'The transfer, which is pending.', { example: 'tr_14zjPE2eZvKYlo2C' }) },
);

export const list = operation(
  'GET',
  '/v1/transfers',
  { description: 'Lists transfers, newest first.', returns: 'transfer', list: true },
  {
    ...paging,
    created: timeFilter('Only transfers made then.'),
    date: timeFilter('Only transfers that arrive then.'),
    destination: id('acct', 'Only transfers to this account.'),
    recipient: id('rp', 'Only transfers to this recipient.'),
    source_transaction: since('2013-10-29', id('ch', 'Only transfers of the money of this charge.')),
    status: enumeration(
      ['pending', 'paid', 'failed', 'in_transit', 'canceled'],
      'Only transfers in this state.',
      { example: 'paid' },
    ),
  },
);

export const listTransactions = operation(
  'GET',
  '/v1/transfers/{transfer}/transactions',
  {
    description: 'Lists the transactions in an automatic transfer.',
    returns: 'balance_transaction',
    list: true,
    deprecated: 'What a transfer is made up of is found in the balance history since 2014-08-04.',
  },
  { transfer, ...paging },
);
