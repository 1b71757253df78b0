/** What the sandbox answers, in values; only the server knows of sockets. */

/** A whole answer. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What a fault does to the answer on its way: nothing is sent, or only half of the body. */
  readonly fault?: 'drop' | 'cut';
  /** What follows the body, as long as the connection is open: it is given what writes to it, and gives what ends it. */
  readonly stream?: (write: (text: string) => void) => () => void;
}

/** JSON as Stripe writes it, with an indentation of two. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
