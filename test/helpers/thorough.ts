/**
 * How much of what can be combined is tried. `npm test` tries a sample, in which every case of each kind occurs, so that it is
 * done within a minute; `npm run test:thorough`, which CI runs, tries everything.
 */

/** Whether everything is tried. */
export const IS_THOROUGH = process.env['THOROUGH'] === 'true';

/** All of a list, or every so many-th of a sample; the first and the last are always in it. */
export function sampleOf<T>(all: readonly T[], every: number): T[] {
  return all.filter((_, index) => IS_THOROUGH || index % every === 0 || index === all.length - 1);
}
