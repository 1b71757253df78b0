/**
 * Sealed text, which callers store for us, such as cursors and trigger states. It is encrypted and authenticated
 * (AES-256-GCM), fits in a URL, and can only be opened for the purpose it was sealed for.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals and opens text. `boundTo` must be the same for both. */
export interface Sealer {
  /** @param content any JSON value */
  seal(content: unknown, boundTo: string): string;
  /** Returns the content, or `undefined` if this sealer did not seal the text, or sealed it for another purpose. */
  open(text: string, boundTo: string): unknown;
}

/** Derives a 32-byte key from a secret (HKDF, RFC 5869). A key for one purpose is useless for another. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

/** Creates a sealer with a 32-byte key. */
export function sealerWith(key: Buffer): Sealer {
  return {
    seal(content, boundTo) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(boundTo));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },

    open(text, boundTo) {
      const bytes = Buffer.from(text, 'base64url');
      // Base64 has several encodings of the same bytes; only the original one is accepted.
      if (bytes.toString('base64url') !== text) {
        return undefined;
      }
      try {
        const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
        const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(boundTo))
          .setAuthTag(tag);
        const sealed = bytes.subarray(IV_BYTES + TAG_BYTES);
        return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString());
      } catch {
        // Too short, altered, or sealed with another key or for another purpose: callers need not know which.
        return undefined;
      }
    },
  };
}
