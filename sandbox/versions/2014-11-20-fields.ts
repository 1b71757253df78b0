import type { Gate } from './gate.ts';
import { withoutFields } from './objects.ts';

/** Fields are added without a version: replies recorded at 2014-11-05 did not have these, which are known of soon after. */
export const gate: Gate = {
  version: '2014-11-20',
  about: 'A charge has a status; events say which version of the API they are of.',
  replyOut: withoutFields({ charge: ['status'], event: ['api_version'] }),
};
