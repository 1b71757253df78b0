/** What the sandbox answers, in values; only the server knows of sockets. */

/** A whole answer. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What a fault does to the answer on its way: nothing is sent, or only half of the body. */
  readonly fault?: 'drop' | 'cut';
}

/** JSON as Stripe writes it, with an indentation of two. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
