/** Whether the card service can work with an environment, without fetching the secrets that it refers to. */
import { type CardConfig, ConfigurationError, readCardConfig } from '#lib/surfaces/card/config.ts';

/** Why the card service answers no call with this environment, or nothing where it does. */
export async function cardsRefusal(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const config = await tryConfig(environment);
  return typeof config === 'string' ? config : undefined;
}

/** Stands for what a reference will be found to mean. */
function standIn(reference: string): string {
  return reference.padEnd(32);
}

/** The configuration that the functions will find, or what is missing of it. */
export async function tryConfig(environment: NodeJS.ProcessEnv): Promise<CardConfig | string> {
  try {
    return await readCardConfig(environment, async (references) => references.map(standIn));
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.message;
    }
    throw error;
  }
}
