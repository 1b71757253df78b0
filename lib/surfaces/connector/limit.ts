/** A rate limit. */

/** The number of calls that are allowed in a number of seconds. */
export interface Limit {
  readonly name: string;
  readonly calls: number;
  readonly seconds: number;
}
