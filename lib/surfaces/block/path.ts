/** The paths of the blocks. */

/** The path of the package's description. */
export const packagePath = '/api/Stripe';

/** The path of a block. */
export const blockPath = (name: string): string => `${packagePath}/${name}`;

/** The path that RapidAPI's clients call, without the name of the block. */
export const connectPath = '/connect/Stripe';
