/** What Stripe answered. */
export interface StripeResponse {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** The body as Stripe wrote it; absent where it was not Stripe that did. */
  readonly text?: string | undefined;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}
