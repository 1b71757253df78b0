import * as fileUploads from '#lib/stripe/file-uploads.ts';
import { block } from '#lib/surface/block.ts';
import { file, uploading } from '#lib/surface/block-upload.ts';

export const handler = block(fileUploads.create, { file, purpose: 'purpose' }, uploading());
