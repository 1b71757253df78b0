/** File uploads: https://stripe.com/docs/api/file_uploads as of 2016-07-06. */
import { enumeration, file, id, required, secret } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging, timeFilter } from './shared.ts';

const PURPOSES = [
  'business_logo',
  'dispute_evidence',
  'identity_document',
  'incorporation_article',
  'incorporation_document',
  'payment_provider_transfer',
  'product_feed',
] as const;

/** Stripe accepts identity documents of up to 8 MB, and smaller files for other purposes. */
export const MAX_SIZE = 8 * 1024 * 1024;

/** A PNG of one white pixel, which fits every purpose that takes images. */
const EXAMPLE_FILE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg==';

export const create = operation(
  'POST',
  '/v1/files',
  {
    description: 'Uploads a file, e.g. as evidence in a dispute or to prove an identity.',
    returns: 'file_upload',
    host: 'files',
  },
  {
    file: required(
      secret(
        file('The contents of the file, in base64 or as a data: URL.', {
          maxSize: MAX_SIZE,
          example: EXAMPLE_FILE,
        }),
      ),
    ),
    purpose: required(
      enumeration(PURPOSES, 'The purpose of the file, which determines the permitted types and size.', {
        example: 'dispute_evidence',
      }),
    ),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/files/{id}',
  { description: 'Retrieves the details of an uploaded file.', returns: 'file_upload' },
  { id: required(id('file', 'The file upload.')) },
);

export const list = operation(
  'GET',
  '/v1/files',
  { description: 'Lists uploaded files, newest first.', returns: 'file_upload', list: true },
  {
    ...paging,
    created: timeFilter('Only files uploaded then.'),
    purpose: enumeration(PURPOSES, 'Only files of this purpose.', { example: 'dispute_evidence' }),
  },
);
