/** The file argument of a block: its contents, or a URL to fetch it from. */
import * as v from 'valibot';
import type { ArgumentSpec } from '#lib/endpoint/arguments.ts';
import type { EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { identify } from '#lib/operations/file-types.ts';
import * as fileUploads from '#lib/operations/file-uploads.ts';
import type { FileContents } from '#lib/parameters/file-contents.ts';
import { either, lazily, type Parameter, secret } from '#lib/parameters/parameters.ts';
import { DownloadError, download, internet, type Network } from './file-download.ts';

type UploadParameters = typeof fileUploads.create.parameters;

/** The maximum duration of a download, in milliseconds; less if the call's deadline is earlier. */
const FETCH_TIME = 10_000;

const HTTP_URL = /^https?:\/\/[^\s\p{Cc}]+$/iu;

/** Matches URLs only. Other text may be base64, so it is not reported as an invalid URL. */
const address: Parameter<string> = {
  type: 'string',
  schema: lazily(() =>
    v.custom<string>((value) => typeof value === 'string' && HTTP_URL.test(value), 'an http or https URL'),
  ),
  description: 'The URL of a file.',
  example: 'https://example.com/receipt.pdf',
};

/** The file: an HTTP or HTTPS URL, or its contents in base64. */
export const file: ArgumentSpec<UploadParameters> = {
  to: 'file',
  parameter: secret({
    ...either(
      address,
      fileUploads.create.parameters.file,
      `The file: a public http or https URL to fetch it from, or its contents in base64, as text, as a data: URL or as {name, type, data}. At most ${fileUploads.MAX_SIZE} bytes, or about half of that in base64.`,
      // An image that need not be fetched, so the example of a call works as it stands.
      { example: fileUploads.create.parameters.file.example },
    ),
    type: 'string or object',
  }),
  required: true,
};

/** AWS Lambda accepts requests of at most 6 MB, including everything around the body. */
const LARGEST_BODY = 5_900_000;

/** Uploads a file, after fetching it if the argument is a URL. */
export function fetchThenUpload(
  network: Network = internet,
): Pick<EndpointOptions<UploadParameters>, 'largestBody' | 'run'> {
  return { largestBody: LARGEST_BODY, run: uploadFrom(network) };
}

function uploadFrom(network: Network): EndpointOptions<UploadParameters>['run'] {
  return async ({ params, stripe, deadline }) => {
    const given: FileContents | string = params.file;
    const time = Math.max(1, Math.min(FETCH_TIME, (deadline - Date.now()) / 2));
    const contents =
      typeof given === 'string'
        ? await fetched(given, Math.floor(time), network)
        : { ...given, ...identify(given, given.data) };
    return stripe(fileUploads.create, { ...params, file: contents });
  };
}

async function fetched(url: string, time: number, network: Network): Promise<FileContents> {
  try {
    return await download(url, { size: fileUploads.MAX_SIZE, time }, network);
  } catch (error) {
    if (error instanceof DownloadError) {
      const message = `file could not be fetched: ${error.message}`;
      throw new ArgumentError([{ name: 'file', code: 'parameter_invalid', message }]);
    }
    throw error;
  }
}
