import type { Gate } from './gate.ts';
import { made } from './objects.ts';

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

/** That it was a media type before is our reading of “simplified”. */
export const gate: Gate = {
  version: '2015-01-11',
  about: 'The type of a file upload is a word such as pdf.',
  replyOut: {
    file_upload: (upload) => made(upload, 'type', (type) => BEFORE[String(type)] ?? type),
  },
};
