import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate } from './gate.ts';
import { isWhole } from './objects.ts';

/**
 * Before this version, a transfer listed what it consisted of. Transfers in the sandbox are never automatic, so the
 * list is empty.
 */
export const gate: Gate = {
  version: '2014-08-04',
  about: 'What a transfer is made up of is found in the balance history instead of the transfer.',
  replyOut: {
    transfer: (transfer) =>
      isWhole(transfer)
        ? {
            ...transfer,
            summary: summaryOf(transfer),
            transactions: {
              object: 'list',
              count: 0,
              url: `/v1/transfers/${transfer['id']}/transactions`,
              data: [],
            },
            other_transfers: [transfer['id']],
          }
        : transfer,
  },
};

function summaryOf({ amount, currency }: Json): Json {
  return {
    charge_gross: 0,
    charge_fees: 0,
    charge_fee_details: [],
    refund_gross: 0,
    refund_fees: 0,
    refund_fee_details: [],
    adjustment_gross: 0,
    adjustment_fees: 0,
    adjustment_fee_details: [],
    validation_fees: 0,
    validation_count: 0,
    charge_count: 0,
    refund_count: 0,
    adjustment_count: 0,
    net: amount,
    currency,
    collected_fee_gross: 0,
    collected_fee_count: 0,
    collected_fee_refund_gross: 0,
    collected_fee_refund_count: 0,
  };
}
