/** A limit on how often something may be called. */

/** How many calls are admitted in how many seconds. */
export interface Limit {
  readonly name: string;
  readonly calls: number;
  readonly seconds: number;
}
