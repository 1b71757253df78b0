/** File uploads. The contents of a file are checked and not stored. */
import * as fileUploads from '#lib/operations/file-uploads.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { fileUpload } from '#sandbox/payments/objects/file-uploads.ts';
import { kindOf, UPLOAD_LIMITS } from './file-kinds.ts';

export const create = implement(fileUploads.create, (call, { file: { name, type, data }, purpose }) => {
  const { kinds, maxSize } = UPLOAD_LIMITS[purpose]!;
  const kind = kindOf(name, type, data);
  if (kind === undefined || !kinds.includes(kind)) {
    throw invalidRequest(
      `Files of the purpose ${purpose} must be of one of these types: ${kinds.join(', ')}.`,
      { param: 'file' },
    );
  }
  if (data.length > maxSize) {
    throw invalidRequest(`Files of the purpose ${purpose} can be at most ${maxSize} bytes large.`, {
      param: 'file',
    });
  }
  return call.create(fileUpload, { purpose, size: data.length, type: kind });
});

export const retrieve = implement(fileUploads.retrieve, (call, { id }) => call.find(fileUpload, id, 'id'));

export const list = implement(fileUploads.list, (call, { purpose, ...paging }) =>
  call.page(fileUpload, paging, { purpose }),
);
