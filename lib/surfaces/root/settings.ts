/**
 * The settings of the functions that belong to no surface. They must not list endpoints of surfaces that are not
 * deployed.
 */
import * as v from 'valibot';
import { readerOf } from '#lib/config/config.ts';

/** The variables that these functions and a deployment read. */
export const rootSettings = {
  SURFACES: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\w+( *, *\w+)*$/, 'must be names of surfaces separated by commas, e.g. socket,block'),
        v.transform((names) => names.split(/ *, */)),
      ),
    ),
    v.description('Surfaces to deploy, separated by commas, e.g. `socket,block`. Default: all.'),
  ),
};

/**
 * Reads these variables.
 * @throws {Error} naming every variable with an invalid value
 */
export const readRootSettings = readerOf(rootSettings);
