/** The file types that Stripe accepts, and how to recognize them. */

interface FileType {
  readonly extension: string;
  readonly type: string;
  /** The first bytes of such a file, if they identify it. */
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

/** Media types that servers use for unknown files. */
const GENERIC = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'text/plain']);

/** The media type of a file extension; `undefined` if Stripe does not accept it. */
export function mediaTypeOf(extension: string): string | undefined {
  return FILE_TYPES.find((known) => known.extension === extension)?.type;
}

/** The file extension of a media type, which may have parameters. */
export function extensionOf(mediaType: string): string | undefined {
  const label = mediaType.split(';')[0]!.trim().toLowerCase();
  return FILE_TYPES.find(({ type }) => type === label)?.extension;
}

/** The file extension that the first bytes imply; `undefined` if they are ambiguous. */
export function extensionOfContents(data: Uint8Array): string | undefined {
  return typeOfContents(data)?.extension;
}

function typeOfContents(data: Uint8Array): FileType | undefined {
  return FILE_TYPES.find(({ signature }) => signature !== undefined && beginsWith(data, signature));
}

/** All accepted file extensions, for messages. */
export const EXTENSIONS = [...new Set(FILE_TYPES.map(({ extension }) => extension))].join(', ');

/** The metadata of a file. */
export interface FileLabel {
  /** The name, possibly without an extension. */
  readonly name: string;
  /** The media type; a generic one counts as missing. */
  readonly type: string;
}

/**
 * Completes a file's name with an extension, and determines its media type from its label, its first bytes or its
 * name. Returns `undefined` if Stripe does not accept the type.
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
