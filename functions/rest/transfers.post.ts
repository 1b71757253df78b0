import * as transfers from '#lib/operations/transfers.ts';
import { text } from '#lib/parameters/parameters.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(transfers.create, {
  recipient: { required: true },
  statement_descriptor: {
    parameter: text('What the bank statement of the receiver shows; cut after 15 characters.'),
    convert: (descriptor: string) => ({ statement_descriptor: descriptor.slice(0, 15) }),
  },
});
