/** The cursors of a list: opaque to callers, and good only for the query and the caller that they were made for. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Longer than any cursor that is made here, in characters. */
const LONGEST = 1024;

/** Makes and opens cursors. What a cursor is `boundTo` must be the same text both times. */
export interface Cursors {
  seal(position: readonly string[], boundTo: string): string;
  /** Gives `undefined` for whatever was not made by `seal`. */
  open(cursor: string, boundTo: string): string[] | undefined;
}

/** Cursors that are encrypted and authenticated with a key made of a secret of the deployment. */
export function cursorsFor(secret: string): Cursors {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'cursors of the card service', 32));
  return {
    seal(position, boundTo) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(boundTo));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(position)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },

    open(cursor, boundTo) {
      const bytes = Buffer.from(cursor, 'base64url');
      // Base64 has several spellings of the same bytes; only the one that was given out is taken.
      if (cursor.length > LONGEST || bytes.toString('base64url') !== cursor) {
        return undefined;
      }
      try {
        const iv = bytes.subarray(0, IV_BYTES);
        const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
        const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(boundTo))
          .setAuthTag(tag);
        const opened = Buffer.concat([
          decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
          decipher.final(),
        ]);
        return JSON.parse(opened.toString()) as string[];
      } catch {
        // Too short, altered, or made with another key or for another query: all the same to a caller.
        return undefined;
      }
    },
  };
}
