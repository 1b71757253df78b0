/** The kinds of files that Stripe takes, and how they are told apart. */

interface FileType {
  readonly extension: string;
  readonly type: string;
  /** The bytes that such a file begins with, where they are its own. */
  readonly signature?: string;
}

const FILE_TYPES: readonly FileType[] = [
  { extension: 'pdf', type: 'application/pdf', signature: '%PDF-' },
  { extension: 'png', type: 'image/png', signature: '\x89PNG\r\n\x1a\n' },
  { extension: 'jpg', type: 'image/jpeg', signature: '\xff\xd8\xff' },
  { extension: 'jpeg', type: 'image/jpeg' },
  { extension: 'gif', type: 'image/gif', signature: 'GIF8' },
  { extension: 'csv', type: 'text/csv' },
  { extension: 'tsv', type: 'text/tab-separated-values' },
  { extension: 'txt', type: 'text/plain' },
  { extension: 'xml', type: 'application/xml' },
  { extension: 'xml', type: 'text/xml' },
  { extension: 'doc', type: 'application/msword' },
  { extension: 'docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  { extension: 'xls', type: 'application/vnd.ms-excel' },
  { extension: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
];

/** Media types that say nothing of what a file is: servers give them to whatever they do not know. */
const GENERIC = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'text/plain']);

/** The media type of files with an extension; `undefined` for those that Stripe does not take. */
export function mediaTypeOf(extension: string): string | undefined {
  return FILE_TYPES.find((known) => known.extension === extension)?.type;
}

/** The extension of files with a media type, which may have parameters. */
export function extensionOf(mediaType: string): string | undefined {
  const label = mediaType.split(';')[0]!.trim().toLowerCase();
  return FILE_TYPES.find(({ type }) => type === label)?.extension;
}

/** The extension of files that begin with such bytes; `undefined` where the bytes do not tell. */
export function extensionOfContents(data: Uint8Array): string | undefined {
  return typeOfContents(data)?.extension;
}

function typeOfContents(data: Uint8Array): FileType | undefined {
  return FILE_TYPES.find(({ signature }) => signature !== undefined && beginsWith(data, signature));
}

/** The extensions of all kinds, for messages. */
export const EXTENSIONS = [...new Set(FILE_TYPES.map(({ extension }) => extension))].join(', ');

/** What is known of a file besides its contents. */
export interface FileLabel {
  /** Its name, possibly without an extension. */
  readonly name: string;
  /** Its media type; a generic one counts as none. */
  readonly type: string;
}

/**
 * Gives a file's name with an extension, and its media type: the one it is labelled with, or else that of its first
 * bytes, or of its name. `undefined` when it is none of the kinds that Stripe takes.
 */
export function identify({ name, type }: FileLabel, data: Uint8Array): FileLabel | undefined {
  const label = type.split(';')[0]!.trim().toLowerCase();
  const found =
    (GENERIC.has(label)
      ? (typeOfContents(data) ??
        FILE_TYPES.find(({ extension }) => name.toLowerCase().endsWith(`.${extension}`)))
      : undefined) ?? FILE_TYPES.find((known) => known.type === label);
  if (found === undefined) {
    return undefined;
  }
  const complete = /\.\w{2,5}$/.test(name) ? name : `${name}.${found.extension}`;
  return { name: complete, type: found.type };
}

function beginsWith(data: Uint8Array, signature: string): boolean {
  return Buffer.from(data.subarray(0, signature.length)).toString('latin1') === signature;
}
