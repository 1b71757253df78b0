/** The kinds of files that Stripe takes for each purpose, and how large they may be. */
import { extensionOf, extensionOfContents } from '#lib/operations/file-types.ts';

/** A kind of file, by the name that `type` has for it. */
export type FileKind = 'pdf' | 'png' | 'jpg' | 'gif' | 'csv' | 'tsv' | 'xml';

interface Limits {
  readonly kinds: readonly FileKind[];
  /** In bytes. */
  readonly maxSize: number;
}

const KB = 1024;
const MB = 1024 * KB;
const PAPERS: Limits = { kinds: ['pdf', 'png', 'jpg'], maxSize: 8 * MB };

/** Sizes are known for logos, evidence and identity documents; the others are our choice. */
export const UPLOAD_LIMITS: Readonly<Record<string, Limits>> = {
  business_logo: { kinds: ['png', 'jpg', 'gif'], maxSize: 512 * KB },
  dispute_evidence: { kinds: ['pdf', 'png', 'jpg'], maxSize: 4 * MB },
  identity_document: { kinds: ['png', 'jpg'], maxSize: 8 * MB },
  incorporation_article: PAPERS,
  incorporation_document: PAPERS,
  payment_provider_transfer: { kinds: ['pdf', 'csv', 'tsv'], maxSize: 8 * MB },
  product_feed: { kinds: ['csv', 'tsv', 'xml'], maxSize: 8 * MB },
};

/** The kinds that are text, whose first bytes tell nothing. */
const TEXTS: ReadonlySet<unknown> = new Set<FileKind>(['csv', 'tsv', 'xml']);

/** What a file is: by its first bytes, or where texts have none of their own, by its media type or its name. */
export function kindOf(name: string, mediaType: string, data: Uint8Array): FileKind | undefined {
  const labels = [extensionOf(mediaType), /\.(\w+)$/.exec(name)?.[1]?.toLowerCase()];
  return (extensionOfContents(data) ?? labels.find((label) => TEXTS.has(label))) as FileKind | undefined;
}
