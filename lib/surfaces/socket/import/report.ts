/** Formats the result of a comparison as a table and a summary. */
import type { Finding } from './compare.ts';
import { isRejected } from './compare.ts';
import { printable } from './printable.ts';

const COLUMNS = ['endpoint', 'parameter', 'there', 'here', 'verdict', 'note'] as const;

/** Returns the lines to print. */
export function report(title: string, findings: readonly Finding[]): string[] {
  const rows = findings.map((finding) => COLUMNS.map((column) => printable(finding[column] ?? '', 120)));
  const table = [COLUMNS.map((column) => column.toUpperCase()), ...rows];
  const widths = COLUMNS.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [printable(title), '', ...lines, '', `(* = required) ${summary(findings)}`];
}

function summary(findings: readonly Finding[]): string {
  const endpoints = new Set(findings.map(({ endpoint }) => endpoint));
  const missing = findings.filter(({ verdict }) => verdict === 'missing').length;
  const refused = new Set(findings.filter(isRejected).map(({ endpoint }) => endpoint)).size - missing;
  const differing = findings.filter(({ verdict }) => verdict === 'differs').length;
  const ignored = findings.filter(({ verdict }) => verdict === 'ignored').length;
  const answered = endpoints.size - missing - refused;
  return [
    `${endpoints.size} endpoints: ${answered} supported, ${refused} rejecting calls that the manifest allows,`,
    `${missing} missing. Parameters: ${differing} differ, ${ignored} have no effect.`,
  ].join(' ');
}
