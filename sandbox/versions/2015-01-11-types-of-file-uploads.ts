import { mediaTypeOf } from '#lib/operations/file-types.ts';
import type { Gate } from './gate.ts';
import { replaceField } from './objects.ts';

export const gate: Gate = {
  version: '2015-01-11',
  about: 'A file upload has a type such as pdf in the place of its mimetype.',
  replyOut: {
    file_upload: (upload) =>
      replaceField(upload, 'type', (type) => ({ mimetype: mediaTypeOf(String(type)) ?? type })),
  },
};
