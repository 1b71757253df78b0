/** The sandbox's responses as values; only the server knows about sockets. */

/** A complete response. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How a fault changes the response: nothing is sent, or only half of the body. */
  readonly fault?: 'drop' | 'cut';
}

/** JSON as Stripe writes it, indented by two spaces. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
