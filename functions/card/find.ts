import { atMostOneOf } from '#lib/endpoint/cross-field-rules.ts';
import { boolean, enumeration, integer, text } from '#lib/parameters/parameters.ts';
import { card } from '#lib/surfaces/card/card.ts';
import { findCards, INDEXES, redactedQuery } from '#lib/surfaces/card/find.ts';

export const handler = card({
  description:
    'Finds cards of the account, or of all accounts if the token allows it, in order of submission.',
  role: 'admin',
  arguments: {
    filter: text('Only cards whose name, number, ID or account contains this text, ignoring case.', {
      max: 200,
      example: 'business',
    }),
    hidden: boolean('Also return the Stripe IDs.', { default: false }),
    index: enumeration(
      INDEXES,
      'The index to read: primary for the cards of the token’s account, gs1 for those of all accounts that the token can access. Default: all that it can access.',
    ),
    limit: integer('How many cards a page has at most, 1 to 1000.', {
      min: 1,
      max: 1_000,
      default: 100,
      example: 10,
    }),
    log: boolean('Whether to log the query, without its values.', { default: false }),
    next: text('The cursor that a page gave as `next`: gives the page after it.'),
    prev: text('The cursor that a page gave as `prev`: gives the page before it.'),
    where: text('A condition in OneTable’s syntax on the attributes of the reply.', {
      max: 2_000,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how attributes are written.
      example: '${failures} > {0} and ${year} = {2030}',
    }),
  },
  rules: [atMostOneOf('next', 'prev')],
  operations: [],
  returns: 'page',
  run: async ({ session, identity, values: { limit = 100, log, where, ...rest }, log: toLog }) => {
    const query = { ...rest, limit, where: where?.trim() === '' ? undefined : where };
    const page = await findCards(session, identity, query);
    if (log === true) {
      toLog(redactedQuery(query));
    }
    return page;
  },
});
