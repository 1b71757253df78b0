/** The error of an HTTP request that cannot be served as it is. */

/** The HTTP request itself cannot be taken: malformed, too large, of the wrong method or type. */
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** @param cause what lies behind it; logged, never shown */
  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    cause?: unknown,
  ) {
    super(message, { cause });
    this.status = status;
    this.headers = headers;
  }
}
