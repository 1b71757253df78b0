import * as charges from '#lib/operations/charges.ts';
import { rest } from '#lib/surfaces/rest/rest.ts';

export const handler = rest(charges.capture, {
  refund_application_fee: {
    to: 'application_fee',
    description: 'What the RAML calls application_fee here: its text speaks of a fee that is added.',
  },
});
