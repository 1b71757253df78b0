/** The sandbox's responses as values; only the server knows about sockets. */

/** A complete response. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How a fault changes the response: nothing is sent, or only half of the body. */
  readonly fault?: 'drop' | 'cut';
  /** Streams text after the headers until the connection closes. It receives a writer and returns a function that ends it. */
  readonly stream?: (write: (text: string) => void) => () => void;
}

/** JSON as Stripe writes it, indented by two spaces. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
