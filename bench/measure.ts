/** What is measured, and what many measurements come to. */

/** Many measurements of one thing. */
export interface Sample {
  readonly median: number;
  /** Half of the measurements lie between these. */
  readonly low: number;
  readonly high: number;
}

/** What a figure has to be. */
export type Mark = { readonly most: number } | { readonly least: number };

/** A row of the table. */
export interface Row {
  readonly part: string;
  readonly name: string;
  /** `ms`, `/s`, `MB`, … */
  readonly unit: string;
  readonly value: Sample;
  /** What it is divided by, and what that comes to. */
  readonly ratio?: { readonly to: string; readonly value: number; readonly mark?: Mark };
  /** What the figure itself has to be. */
  readonly mark?: Mark;
  /** Where more is better; elsewhere less is. */
  readonly moreIsBetter?: boolean;
  readonly note?: string;
}

/** Says what is going on. */
export type Progress = (what: string) => void;

/** What measurements come to. */
export function sampleOf(measurements: readonly number[]): Sample {
  const sorted = [...measurements].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** The value below which a share of the measurements lies. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) {
    throw new Error('Nothing was measured.');
  }
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** A figure that was not measured many times. */
export function figure(value: number): Sample {
  return { median: value, low: value, high: value };
}

/** Whether a figure is what it has to be. */
export function meets(value: number, mark: Mark): boolean {
  return 'most' in mark ? value <= mark.most : value >= mark.least;
}
