/** The release of Scalar's API reference that the page loads; `npm run scalar` gets the file. */
export const SCALAR = {
  version: '1.76.0',
  /** The digest of the package, as the registry of npm publishes it. */
  integrity:
    'sha512-pjqwnzmA9YK3ZX+IZSICMsywm4qI6HLSngR2py9H6TvFApHHuJjkTAd+gFJfnqJDzJuro8k7ji6JCtJ2U+Byng==',
  /** The beginning of the file's SHA-256 in hexadecimal. It stands in the URL, so browsers may keep the file for ever. */
  hash: 'dcb027152bf20bf2',
} as const;
