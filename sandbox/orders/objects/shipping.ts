/** Shipping methods. */

/** A shipping method. */
export interface ShippingMethod {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
}
