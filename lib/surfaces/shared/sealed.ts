/**
 * Sealed text: what callers keep for us and bring back, such as cursors and the states of triggers. It is encrypted and
 * authenticated (AES-256-GCM), fits in a URL, and opens only for what it was sealed for.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals and opens. What a text is `boundTo` must be the same both times. */
export interface Sealer {
  /** @param content anything that JSON can hold */
  seal(content: unknown, boundTo: string): string;
  /** Gives the content, or `undefined` for a text that this sealer did not make, or made for something else. */
  open(text: string, boundTo: string): unknown;
}

/** Derives a key of 32 bytes from a secret (HKDF, RFC 5869). What is made with it for one purpose is worth nothing for another. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

/** Makes a sealer with a key of 32 bytes. */
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
      // Base64 has several spellings of the same bytes; only the one that was given out is taken.
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
        // Too short, altered, or sealed with another key or for something else: all the same to a caller.
        return undefined;
      }
    },
  };
}
