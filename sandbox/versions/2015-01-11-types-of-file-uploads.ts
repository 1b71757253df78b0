import type { Gate } from './gate.ts';
import { inPlaceOf } from './objects.ts';

/** By type, the media type. */
const BEFORE: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
  png: 'image/png',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export const gate: Gate = {
  version: '2015-01-11',
  about: 'A file upload has a type such as pdf in the place of its mimetype.',
  replyOut: {
    file_upload: (upload) =>
      inPlaceOf(upload, 'type', (type) => ({ mimetype: BEFORE[String(type)] ?? type })),
  },
};
