/** The release of Scalar's API reference that the page loads; `npm run scalar` downloads the file. */
export const SCALAR = {
  version: '1.76.0',
  /** The digest of the package in the npm registry. */
  integrity:
    'sha512-pjqwnzmA9YK3ZX+IZSICMsywm4qI6HLSngR2py9H6TvFApHHuJjkTAd+gFJfnqJDzJuro8k7ji6JCtJ2U+Byng==',
  /**
   * The start of the file's SHA-256 in hexadecimal. It is part of the URL, so browsers can cache the file forever.
   */
  hash: 'dcb027152bf20bf2',
} as const;
