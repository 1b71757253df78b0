import * as fileUploads from '#lib/operations/file-uploads.ts';
import { block } from '#lib/surfaces/block/block.ts';
import { fetchThenUpload, file } from '#lib/surfaces/block/upload.ts';

export const handler = block(fileUploads.create, { file, purpose: 'purpose' }, fetchThenUpload());
