import { mediaTypeOf } from '#lib/file-types.ts';
import type { Gate } from './gate.ts';
import { made } from './objects.ts';

/** That it was a media type before is our reading of “simplified”. */
export const gate: Gate = {
  version: '2015-01-11',
  about: 'The type of a file upload is a word such as pdf.',
  replyOut: {
    file_upload: (upload) => made(upload, 'type', (type) => mediaTypeOf(String(type)) ?? type),
  },
};
