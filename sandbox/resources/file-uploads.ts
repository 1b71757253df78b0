/** File uploads. What a file holds is looked at and forgotten; only what it is, is kept. */
import * as fileUploads from '#lib/stripe/file-uploads.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { type FileKind, kindOf, LIMITS } from '../file-kinds.ts';

/** An uploaded file as it is kept. */
interface FileUpload extends Stored {
  readonly object: 'file_upload';
  readonly created: number;
  readonly purpose: string;
  /** In bytes. */
  readonly size: number;
  readonly type: FileKind;
}

export const fileUpload = resource<FileUpload>('file_upload', {
  noun: 'file upload',
  id: { prefix: 'file', length: 24 },
  indexes: { purpose: ({ purpose }) => purpose },
  render: ({ id, created, purpose, size, type }) => ({
    id,
    object: 'file_upload',
    created,
    purpose,
    size,
    type,
  }),
});

export const create = implement(fileUploads.create, (call, { file: { name, type, data }, purpose }) => {
  const { kinds, maxSize } = LIMITS[purpose]!;
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
