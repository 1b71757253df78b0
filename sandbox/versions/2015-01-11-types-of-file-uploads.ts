import { mediaTypeOf } from '#lib/file-types.ts';
import type { Gate } from './gate.ts';
import { inPlaceOf } from './objects.ts';

export const gate: Gate = {
  version: '2015-01-11',
  about: 'A file upload has a type such as pdf in the place of its mimetype.',
  replyOut: {
    file_upload: (upload) =>
      inPlaceOf(upload, 'type', (type) => ({ mimetype: mediaTypeOf(String(type)) ?? type })),
  },
};
