/** Blocks for cards, which belong to a connected account, as in the old package, or to a customer. */
import type { ArgumentMap, ArgumentSpec } from '#lib/endpoint/arguments.ts';
import { atLeastOneOf, atMostOneOf } from '#lib/endpoint/cross-field-rules.ts';
import type { EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { id, type Parameters, type Values } from '#lib/parameters/parameters.ts';
import { block } from './block.ts';

/** The parameter for a new card, of an account and of a customer. */
const NEW_CARD = { ofAccount: 'external_account', ofCustomer: 'source' };

/**
 * Creates a card block from the operation on an account's cards and the one on a customer's. The arguments map to the
 * parameters of the former.
 */
export function cardBlock<P extends Parameters>(
  ofAccount: Operation<P>,
  ofCustomer: Operation,
  map: ArgumentMap<P>,
  details: Pick<EndpointOptions<P>, 'description' | 'always' | 'rules'>,
): Handler {
  return block(
    ofAccount,
    { ...(OWNERS as ArgumentMap<P>), ...map },
    {
      ...details,
      rules: [
        atLeastOneOf('accountId', 'customerId'),
        atMostOneOf('accountId', 'customerId'),
        ...(details.rules ?? []),
      ],
      otherOperations: [ofCustomer],
      run: ({ params, stripe }) =>
        'customer' in params ? stripe(ofCustomer, paramsOfCustomer(params)) : stripe(ofAccount, params),
    },
  );
}

const OWNERS: Record<string, ArgumentSpec<Parameters>> = {
  accountId: {
    to: 'account',
    required: false,
    description: 'The managed account that owns the card; required unless customerId is sent.',
  },
  customerId: {
    to: 'customer',
    parameter: id('cus', 'The customer who owns the card; required unless accountId is sent.'),
    beyondTable: true,
  },
};

function paramsOfCustomer(params: Values<Parameters>): Values<Parameters> {
  const { [NEW_CARD.ofAccount]: card, ...others } = params;
  return card === undefined ? others : { ...others, [NEW_CARD.ofCustomer]: card };
}
