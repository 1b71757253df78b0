/** The file types that Stripe accepts for each purpose, and their maximum size. */
import { extensionOf, extensionOfContents } from '#lib/operations/file-types.ts';

/** A file type, as in the field `type`. */
export type FileKind = 'pdf' | 'png' | 'jpg' | 'gif' | 'csv' | 'tsv' | 'xml';

interface Limits {
  readonly kinds: readonly FileKind[];
  /** In bytes. */
  readonly maxSize: number;
}

const KB = 1024;
const MB = 1024 * KB;
const PAPERS: Limits = { kinds: ['pdf', 'png', 'jpg'], maxSize: 8 * MB };

/** The sizes for logos, evidence and identity documents are known; the others are our choice. */
export const UPLOAD_LIMITS: Readonly<Record<string, Limits>> = {
  business_logo: { kinds: ['png', 'jpg', 'gif'], maxSize: 512 * KB },
  dispute_evidence: { kinds: ['pdf', 'png', 'jpg'], maxSize: 4 * MB },
  identity_document: { kinds: ['png', 'jpg'], maxSize: 8 * MB },
  incorporation_article: PAPERS,
  incorporation_document: PAPERS,
  payment_provider_transfer: { kinds: ['pdf', 'csv', 'tsv'], maxSize: 8 * MB },
  product_feed: { kinds: ['csv', 'tsv', 'xml'], maxSize: 8 * MB },
};

/** Text formats, which have no signature. */
const TEXTS: ReadonlySet<unknown> = new Set<FileKind>(['csv', 'tsv', 'xml']);

/** Returns the type of a file: by its first bytes, or for text by its media type or name. */
export function kindOf(name: string, mediaType: string, data: Uint8Array): FileKind | undefined {
  const labels = [extensionOf(mediaType), /\.(\w+)$/.exec(name)?.[1]?.toLowerCase()];
  return (extensionOfContents(data) ?? labels.find((label) => TEXTS.has(label))) as FileKind | undefined;
}
