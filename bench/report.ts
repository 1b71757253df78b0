/** The table of a run, the same as JSON, and what has changed since another run. */
import { type Mark, meets, type Row, type Sample } from './measure.ts';

/** A run, as it is kept. */
export interface Run {
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly node: string;
  readonly machine: string;
  /** How busy the machine was besides, before the run: the load of the last minute. */
  readonly load: number;
  readonly seconds: number;
  readonly rows: readonly Row[];
}

/** A change by less than this share is not worth a word: two runs in a row differ as much. */
const NOISE = 0.15;

/** The table as Markdown, a part after the other. */
export function tableOf({ rows }: Pick<Run, 'rows'>): string {
  const parts = Map.groupBy(rows, ({ part }) => part);
  return [...parts].map(([part, ofPart]) => `### ${part}\n\n${markdown(ofPart)}`).join('\n\n');
}

function markdown(rows: readonly Row[]): string {
  const lines = rows.map(({ name, unit, value, ratio, mark, note }) => [
    name,
    `${shown(value.median)} ${unit}`,
    value.low === value.high ? '' : `${shown(value.low)} – ${shown(value.high)}`,
    ratio === undefined ? '' : `${ratio.value.toFixed(2)} × ${ratio.to}`,
    [
      mark === undefined ? '' : verdict(value.median, mark),
      ratio?.mark === undefined ? '' : verdict(ratio.value, ratio.mark),
    ]
      .filter((text) => text !== '')
      .join('; '),
    note ?? '',
  ]);
  return align([['', 'median', 'half of them', 'ratio', 'mark', ''], ...lines]);
}

function verdict(value: number, mark: Mark): string {
  const [words, limit] = 'most' in mark ? ['at most', mark.most] : ['at least', mark.least];
  return `${words} ${limit}: ${meets(value, mark) ? 'yes' : '**no**'}`;
}

/** Aligned, so that it can be read as text as well. */
function align(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(3, ...lines.map((line) => line[column]!.length)));
  const text = (line: readonly string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head, ...rest] = lines;
  return [text(head!), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest.map(text)].join(
    '\n',
  );
}

function shown(value: number): string {
  if (value >= 100 || Number.isInteger(value)) {
    return Math.round(value).toLocaleString('en');
  }
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/**
 * What has become better or worse than in another run, a line each. Ratios are compared where there are any: they hold
 * on another machine as well.
 */
export function changesSince(before: Pick<Run, 'rows'>, now: Pick<Run, 'rows'>): string[] {
  return now.rows.flatMap((row) => {
    const old = before.rows.find(({ part, name }) => part === row.part && name === row.name);
    if (old === undefined) {
      return [`${row.part}, ${row.name}: new`];
    }
    const [from, to] = [comparable(old), comparable(row)];
    const change = to / from - 1;
    if (!(Math.abs(change) > NOISE)) {
      return [];
    }
    const better = change > 0 === (row.moreIsBetter === true);
    const percent = `${change > 0 ? '+' : '−'}${Math.round(Math.abs(change) * 100)} %`;
    return [
      `${row.part}, ${row.name}: ${shown(from)} → ${shown(to)} (${percent}, ${better ? 'better' : 'worse'})`,
    ];
  });
}

function comparable({ ratio, value }: { ratio?: Row['ratio']; value: Sample }): number {
  return ratio?.value ?? value.median;
}
