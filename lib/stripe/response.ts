/** A response of Stripe. */
export interface StripeResponse {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** The body as Stripe sent it; missing if it was changed. */
  readonly text?: string | undefined;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}
