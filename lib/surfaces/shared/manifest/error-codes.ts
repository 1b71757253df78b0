/** The table of error codes in the documentation of each surface. */
import { codesOf } from '#lib/http/errors.ts';

/**
 * Makes the section “Error codes” of a surface's README.
 * @param where says where callers find the code, in a sentence
 * @param statusOf the status that the surface shows for one of ours
 */
export function errorCodes(
  surface: string,
  where: string,
  statusOf: (status: number) => number = (status) => status,
): string {
  const rows = codesOf(surface).map(
    ({ code, status, meaning }) => `| \`${code}\` | ${statusOf(status)} | ${meaning} |`,
  );
  return [
    '## Error codes',
    '',
    `${where} These codes are stable; messages may change. Errors that Stripe reports keep Stripe’s own codes.`,
    '',
    '| code | status | meaning |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}
