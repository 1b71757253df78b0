/** Ways for goods to travel. */

/** A way for goods to travel. */
export interface ShippingMethod {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
}
