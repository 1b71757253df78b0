/** A file as a parameter’s value. */

/** A file to upload. */
export interface FileContents {
  name: string;
  /** Its media type. */
  type: string;
  data: Uint8Array;
}
