/** Responses of functions, valid in both event formats of API Gateway. */

/** An HTTP response. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/** Sent with every response, to prevent caching, content sniffing and framing. */
const SECURE = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
};

/** A response with a JSON body. */
export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string | undefined>> = {},
): HttpResponse {
  return textResponse(status, 'application/json', JSON.stringify(value), headers);
}

/** A response with a text body. Headers without a value are omitted. */
export function textResponse(
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string | undefined>> = {},
): HttpResponse {
  const all: Record<string, string> = { ...SECURE, 'Content-Type': `${type}; charset=utf-8` };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      all[name] = value;
    }
  }
  return { statusCode: status, headers: all, body };
}

/** A response with a binary body. Headers without a value are omitted. */
export function binaryResponse(
  status: number,
  type: string,
  body: Buffer,
  headers: Readonly<Record<string, string | undefined>> = {},
): HttpResponse {
  const { headers: all } = textResponse(status, type, '', headers);
  return {
    statusCode: status,
    headers: { ...all, 'Content-Type': type },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}

/** A response without a body. */
export function emptyResponse(headers: Readonly<Record<string, string | undefined>> = {}): HttpResponse {
  const { headers: all } = textResponse(204, 'text/plain', '', headers);
  const { 'Content-Type': _, ...rest } = all as Record<string, string>;
  return { statusCode: 204, headers: rest, body: '' };
}
