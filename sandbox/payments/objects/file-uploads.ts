/** File uploads: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import type { FileKind } from '#sandbox/payments/file-kinds.ts';

/** A stored file upload. */
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
