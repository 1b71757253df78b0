/** Checks whether the environment configures the card service, without fetching the secrets that it refers to. */
import { type CardConfig, ConfigurationError, readCardConfig } from '#lib/surfaces/card/config.ts';

/** Returns why the card service cannot serve calls with this environment, or undefined if it can. */
export async function cardsProblem(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const config = await tryConfig(environment);
  return typeof config === 'string' ? config : undefined;
}

/** Returns a placeholder for the value of a reference. */
function standIn(reference: string): string {
  return reference.padEnd(32);
}

/** Returns the configuration of the card service, or a message about what is missing. */
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
