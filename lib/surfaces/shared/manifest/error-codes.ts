/** Generates the table of error codes in the documentation of each surface. */
import { codesOf } from '#lib/http/errors.ts';

/**
 * Creates the table of a surface's own error codes.
 * @param where a sentence that says where callers find the code
 * @param statusOf returns the surface's status for one of our statuses
 * @param heading in Markdown
 */
export function errorCodes(
  surface: string,
  where: string,
  statusOf: (status: number) => number = (status) => status,
  heading = '## Error codes',
): string {
  const rows = codesOf(surface).map(
    ({ code, status, meaning }) => `| \`${code}\` | ${statusOf(status)} | ${meaning} |`,
  );
  return [
    heading,
    '',
    `${where} These codes are stable; messages may change. Errors that Stripe reports keep Stripe’s own codes.`,
    '',
    '| code | status | meaning |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}
