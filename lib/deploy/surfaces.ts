/** Selects the surfaces to deploy. */
import { join, sep } from 'node:path';
import { SettingsError } from '#lib/config/config.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { DeploySettings } from './settings.ts';

/** Resources that only one surface needs. */
const BELONGS_TO: Readonly<Record<string, string>> = { webhook: 'card' };

/** What is deployed only where a setting of its own says so. */
const REFERENCE = 'reference';

/** Whether a file belongs to {@link REFERENCE}; for those who know the files and have not imported them yet. */
export const isReference = (file: string): boolean => file.startsWith(join('functions', REFERENCE, sep));

/** The surface of the fallback endpoint, which is always deployed. */
const ALWAYS = 'none';

/**
 * Returns the entries of the surfaces in SURFACES, or of all surfaces if it is not set. They include the reference page if
 * REFERENCE is set.
 * @throws {SettingsError} if there is no such surface
 */
export function chosenFrom(
  entries: readonly Entry[],
  { SURFACES: chosen, REFERENCE: withReference }: Pick<DeploySettings, 'SURFACES' | 'REFERENCE'>,
): readonly Entry[] {
  const possible = withReference ? entries : entries.filter(({ file }) => !isReference(file));
  if (chosen === undefined) {
    return possible;
  }
  const surfaceOf = ({ endpoint: { surface } }: Entry) => BELONGS_TO[surface] ?? surface;
  const known = new Set(entries.map(surfaceOf));
  known.delete(ALWAYS);
  known.delete(REFERENCE);
  const unknown = chosen.filter((surface) => !known.has(surface));
  if (unknown.length > 0) {
    throw new SettingsError(
      `Unknown surface in SURFACES: ${unknown.join(', ')}. The surfaces are ${[...known].join(', ')}.`,
    );
  }
  return possible.filter((entry) => [ALWAYS, REFERENCE, ...chosen].includes(surfaceOf(entry)));
}
