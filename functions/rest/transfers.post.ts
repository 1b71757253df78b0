import { text } from '#lib/stripe/parameters.ts';
import * as transfers from '#lib/stripe/transfers.ts';
import { rest } from '#lib/surface/rest.ts';

export const handler = rest(transfers.create, {
  recipient: { required: true },
  statement_descriptor: {
    parameter: text('What the bank statement of the receiver shows; cut after 15 characters.'),
    convert: (descriptor: string) => ({ statement_descriptor: descriptor.slice(0, 15) }),
  },
});
