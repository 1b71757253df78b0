/** Selects the surfaces to deploy. */

import { SettingsError } from '#lib/config/config.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { DeploySettings } from './settings.ts';

/** Resources that only one surface needs. */
const BELONGS_TO: Readonly<Record<string, string>> = { webhook: 'card' };

/** The surface of the fallback endpoint, which is always deployed. */
const ALWAYS = 'none';

/**
 * Returns the entries of the surfaces in SURFACES, or of all surfaces if it is not set.
 * @throws {SettingsError} if there is no such surface
 */
export function chosenFrom(
  entries: readonly Entry[],
  { SURFACES: chosen }: Pick<DeploySettings, 'SURFACES'>,
): readonly Entry[] {
  if (chosen === undefined) {
    return entries;
  }
  const surfaceOf = ({ endpoint: { surface } }: Entry) => BELONGS_TO[surface] ?? surface;
  const known = new Set(entries.map(surfaceOf));
  known.delete(ALWAYS);
  const unknown = chosen.filter((surface) => !known.has(surface));
  if (unknown.length > 0) {
    throw new SettingsError(
      `Unknown surface in SURFACES: ${unknown.join(', ')}. The surfaces are ${[...known].join(', ')}.`,
    );
  }
  return entries.filter((entry) => [ALWAYS, ...chosen].includes(surfaceOf(entry)));
}
