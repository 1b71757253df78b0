/** Where the blocks are served. */

/** Where the package is described. */
export const packagePath = '/api/Stripe';

/** The path of a block. */
export const blockPath = (name: string): string => `${packagePath}/${name}`;

/** Where RapidAPI's clients call the blocks, without the name of the block. */
export const connectPath = '/connect/Stripe';
