/** What a function answers with, in the form both event formats of API Gateway take. */

/** An HTTP reply. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/** Sent with every reply: nothing here is to be cached, sniffed or framed. */
const SECURE = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
};

/** A reply with a JSON body. */
export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string | undefined>> = {},
): HttpResponse {
  return textResponse(status, 'application/json', JSON.stringify(value), headers);
}

/** A reply with a body of any text type; headers without a value are left out. */
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

/** A reply with bytes for its body. */
export function binaryResponse(status: number, type: string, body: Buffer): HttpResponse {
  return {
    statusCode: status,
    headers: { ...SECURE, 'Content-Type': type },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}

/** A reply without a body. */
export function emptyResponse(headers: Readonly<Record<string, string | undefined>> = {}): HttpResponse {
  const { headers: all } = textResponse(204, 'text/plain', '', headers);
  const { 'Content-Type': _, ...rest } = all as Record<string, string>;
  return { statusCode: 204, headers: rest, body: '' };
}
